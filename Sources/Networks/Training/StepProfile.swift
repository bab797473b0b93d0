/// Where the time of a training's steps went; measured, so never compared.
public struct StepProfile: Sendable, Hashable {
  /// A layer, with what comes with it: a ReLU that a convolution does counts there.
  public struct Layer: Sendable, Hashable {
    /// The line as it was typed, its place in the definition, and the name in front of its tensors.
    public let text: String
    public let line: Int
    public let label: String
    /// Milliseconds of a step, on the mean over the workers: forward and backward.
    public let forward: Double
    public let backward: Double
    /// Floating-point operations of its products in a step, in units of 10⁹: two for each multiplication with
    /// an addition, forward and for each gradient that is wanted.
    public let work: Double

    public var milliseconds: Double { forward + backward }
    /// What a worker reaches while it is at this layer.
    public func rate(workers: Int) -> Double { work / Double(workers) / (milliseconds / 1000) }
  }

  /// Steps that were measured: whole ones for which nothing had to be compiled.
  public let steps: Int
  public let workers: Int
  /// Samples a step.
  public let samples: Int
  /// Milliseconds of a step, by the clock on the wall.
  public let milliseconds: Double
  public let layers: [Layer]
  /// Milliseconds of a step, on the mean over the workers: samples read, prepared and augmented; the loss;
  /// gradients added and weights moved; and what is left, waiting for other workers.
  public let data: Double
  public let loss: Double
  public let update: Double
  public let waiting: Double
  /// What the workers together reach in a product of matrices, in 10⁹ operations a second.
  public let peak: Double

  /// Of the whole step.
  public var rate: Double { layers.reduce(0) { $0 + $1.work } / (milliseconds / 1000) }
}

/// Adds up what the meters of the workers saw.
struct ProfileSum: Sendable {
  private var forward: [Double]
  private var backward: [Double]
  private var parts = [Double](repeating: 0, count: StepMeter.Part.allCases.count)
  private var seconds = 0.0
  private var samples = 0
  private var steps = 0

  init(items: Int) {
    forward = Array(repeating: 0, count: items)
    backward = forward
  }

  /// - Parameter seconds: Of the step, by the clock on the wall.
  mutating func add(_ meters: [StepMeter], seconds: Double, samples: Int) {
    guard !meters.contains(where: \.compiled) else { return }
    for meter in meters {
      for index in forward.indices {
        forward[index] += meter.forward[index]
        backward[index] += meter.backward[index]
      }
      for index in parts.indices { parts[index] += meter.parts[index] }
    }
    self.seconds += seconds
    self.samples += samples
    steps += 1
  }

  /// - Parameter peak: Of all workers together, in 10⁹ operations a second.
  func profile(_ graph: LayerGraph, workers: Int, peak: Double) -> StepProfile? {
    guard steps > 0 else { return nil }
    let unit = 1000 / Double(steps)
    let share = unit / Double(workers)
    let products = graph.products
    let perStep = samples / steps
    let layers = graph.items.enumerated().map { index, item in
      StepProfile.Layer(
        text: item.line.text, line: item.line.line, label: item.label, forward: forward[index] * share,
        backward: backward[index] * share,
        work: Double(2 * item.layer.macs(for: item.input) * products[index] * perStep) / 1e9)
    }
    let named = parts.map { $0 * share }
    let busy = layers.reduce(0) { $0 + $1.milliseconds } + named.reduce(0, +)
    return StepProfile(
      steps: steps, workers: workers, samples: perStep, milliseconds: seconds * unit, layers: layers,
      data: named[StepMeter.Part.data.rawValue], loss: named[StepMeter.Part.loss.rawValue],
      update: named[StepMeter.Part.update.rawValue], waiting: max(seconds * unit - busy, 0), peak: peak)
  }
}

extension LayerGraph {
  /// How many times a step makes the products of each item: forward, for the gradient of its weights unless
  /// they are frozen, and for that of its input where something before it learns.
  var products: [Int] {
    var learns: [Bool] = []
    return items.map { item in
      let own = item.tensors.contains { !tensors[$0].isStatistic && !isFrozen($0) }
      let before = item.sources.contains { $0 != Self.image && learns[$0] }
      learns.append(own || before)
      return 1 + (own ? 1 : 0) + (before ? 1 : 0)
    }
  }
}
