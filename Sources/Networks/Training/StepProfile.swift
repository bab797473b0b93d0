/// Where the time of training steps was spent; measured, so never compared.
public struct StepProfile: Sendable, Hashable {
  /// A layer, with operations fused into it, such as a ReLU.
  public struct Layer: Sendable, Hashable {
    /// The line as typed.
    public let text: String
    /// The line's number in the definition, from 1.
    public let line: Int
    /// The prefix of the names of its tensors.
    public let label: String
    /// Milliseconds per step in the forward pass, averaged over the workers.
    public let forward: Double
    /// Milliseconds per step in the backward pass, averaged over the workers.
    public let backward: Double
    /// Floating-point operations of its products per step, in units of 10⁹: two per multiply-accumulate,
    /// forward and for each gradient needed.
    public let work: Double

    /// Milliseconds per step in both passes.
    public var milliseconds: Double { forward + backward }
    /// 10⁹ floating-point operations per second and worker while at this layer.
    public func rate(workers: Int) -> Double { work / Double(workers) / (milliseconds / 1000) }
  }

  /// The number of measured steps: full ones without compilation.
  public let steps: Int
  /// The number of threads.
  public let workers: Int
  /// Samples per step.
  public let samples: Int
  /// Wall-clock milliseconds per step.
  public let milliseconds: Double
  /// The layers in order of execution.
  public let layers: [Layer]
  /// Milliseconds per step of reading, preparing and augmenting samples, averaged over the workers.
  public let data: Double
  /// Milliseconds per step of computing the loss.
  public let loss: Double
  /// Milliseconds per step of summing gradients and updating weights.
  public let update: Double
  /// The remaining milliseconds per step: waiting for other workers.
  public let waiting: Double
  /// 10⁹ operations per second that all workers reach in a matrix product.
  public let peak: Double

  /// 10⁹ floating-point operations per second over the whole step.
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
