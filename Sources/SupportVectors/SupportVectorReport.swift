/// What a fit came to.
public struct SupportVectorReport: Sendable, Hashable {
  /// Of the classes in order: training samples, support vectors (of any machine), and those of them at the
  /// penalty in every machine that they support.
  public struct ClassCount: Sendable, Hashable {
    public var samples: Int
    public var vectors: Int
    public var bounded: Int

    public init(samples: Int, vectors: Int, bounded: Int) {
      self.samples = samples
      self.vectors = vectors
      self.bounded = bounded
    }

    /// Support vectors below the penalty in some machine: they lie on its margin.
    public var free: Int { vectors - bounded }
  }

  public var classes: [ClassCount]
  /// ½ αᵀQα - Σα, summed over all machines; LIBSVM's sign.
  public var objective: Double
  /// Steps of the solver, over all machines; for linear machines against the rest, passes.
  public var iterations: Int
  public var machines: Int
  /// Machines whose solver gave up before the tolerance was reached.
  public var unfinished: Int

  public var supportVectors: Int { classes.reduce(0) { $0 + $1.vectors } }
  public var samples: Int { classes.reduce(0) { $0 + $1.samples } }
}
