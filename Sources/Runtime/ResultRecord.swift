/// What a command found out, as ordered typed fields. The recorder, the screen, `--json` and the plots read it.
public struct ResultRecord: Sendable, Equatable {
  public struct Field: Sendable, Equatable {
    public let name: String
    public let value: ResultValue
    /// A time, a rate, an amount of memory: kept, marked, never compared.
    public let isMeasured: Bool

    public init(_ name: String, _ value: ResultValue, measured: Bool = false) {
      self.name = name
      self.value = value
      isMeasured = measured
    }
  }

  public var fields: [Field]
  /// The step at which a training was stopped by Ctrl-C or `time=`.
  public var stoppedAtStep: Int?
  /// What a person reads instead of the fields; the fields themselves when nil. Never recorded, never compared.
  public var display: String?

  public init(_ fields: [Field] = [], stoppedAtStep: Int? = nil, display: String? = nil) {
    self.fields = fields
    self.stoppedAtStep = stoppedAtStep
    self.display = display
  }

  public subscript(name: String) -> Field? { fields.first { $0.name == name } }
}

/// The value of a field.
public indirect enum ResultValue: Sendable, Equatable {
  case integer(Int)
  case number(Double)
  case boolean(Bool)
  case text(String)
  case list([ResultValue])
  /// Rows of a history: each written on a line of its own.
  case rows([[ResultRecord.Field]])
}
