/// What a command found out, as ordered typed fields. The recorder, the screen, `--json` and the plots read
/// it.
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
  /// What a person reads instead of the fields; the fields themselves when nil. Never recorded, never
  /// compared.
  public var display: String?
  /// The part of `display` that was told while the command ran, to those who were told such: the table of a
  /// training, epoch by epoch. Never recorded, never compared.
  public var toldOnTheWay: String?
  /// What a person should know of how it came about: files that were passed over, say. `display` tells them
  /// too. The field `warnings` has them, marked as measured, since they name places of this machine and are
  /// never compared.
  public private(set) var warnings: [String] = []
  /// What a page shows besides `display`: a picture as SVG, where pictures were asked for. Never recorded,
  /// never compared.
  public var drawing: Drawing?
  /// What later commands need of this result beyond its fields, such as every prediction. Never recorded,
  /// never compared.
  public var details: Details?
  /// Whether it was brought back from the cache instead of computed. Kept, marked, never compared.
  public var isCached = false

  /// What it was made from: the data and how they were divided, the definition, all options. Kept, never
  /// compared, since other fields tell what came of it.
  public var provenance: [Field] = []
  /// What the result depends on in the program itself; nil where that isn't known, and all areas count.
  public var numerics: Set<NumericsArea>?

  public init(
    _ fields: [Field] = [], stoppedAtStep: Int? = nil, display: String? = nil, details: (any Sendable)? = nil
  ) {
    self.fields = fields
    self.stoppedAtStep = stoppedAtStep
    self.display = display
    self.details = details.map(Details.init)
  }

  /// A picture as a page takes it.
  public struct Drawing: Sendable, Equatable {
    public let svg: String
    /// Whether it shows images, whose colours stay what they are on a dark page; a chart's may follow the
    /// page.
    public let showsImages: Bool

    public init(svg: String, showsImages: Bool) {
      self.svg = svg
      self.showsImages = showsImages
    }
  }

  /// A value of whoever made the result. All are equal: two results are told apart by their fields.
  public struct Details: Sendable, Equatable {
    public let value: any Sendable

    init(_ value: any Sendable) { self.value = value }

    public static func == (one: Details, other: Details) -> Bool { true }
  }

  /// The name of the field that has the warnings of any result that has some.
  public static let warningsField = "warnings"

  /// Tells warnings: each is an event of its own and stands in the field `warnings`.
  public mutating func warn(_ texts: [String]) {
    guard !texts.isEmpty else { return }
    warnings += texts
    fields.removeAll { $0.name == Self.warningsField }
    fields.append(Field(Self.warningsField, .list(warnings.map { .text($0) }), measured: true))
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
