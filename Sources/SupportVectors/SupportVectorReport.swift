/// The statistics of a fit.
public struct SupportVectorReport: Sendable, Hashable {
  /// The counts of one class.
  public struct ClassCount: Sendable, Hashable {
    /// Training samples.
    public var samples: Int
    /// Support vectors of any machine.
    public var vectors: Int
    /// Support vectors with α = C in every machine that they support.
    public var bounded: Int

    /// These counts.
    public init(samples: Int, vectors: Int, bounded: Int) {
      self.samples = samples
      self.vectors = vectors
      self.bounded = bounded
    }

    /// Support vectors with α < C in some machine, that is, on its margin.
    public var free: Int { vectors - bounded }
  }

  /// The counts of each class, in order.
  public var classes: [ClassCount]
  /// The dual objective ½ αᵀQα - Σα, summed over all machines, with LIBSVM's sign.
  public var objective: Double
  /// Solver iterations, summed over all machines; for one-vs-rest, passes over the samples.
  public var iterations: Int
  /// The number of binary machines.
  public var machines: Int
  /// Machines whose solver hit the iteration limit before reaching the tolerance.
  public var unfinished: Int

  /// The number of support vectors.
  public var supportVectors: Int { classes.reduce(0) { $0 + $1.vectors } }
  /// The number of training samples.
  public var samples: Int { classes.reduce(0) { $0 + $1.samples } }
}
