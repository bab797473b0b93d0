import Datasets
import Models
import Networks
import Testing

/// Whole plans, seen from outside.
@Suite struct GradientTests {
  /// Values that are read twice and more, each kind of join, whole blocks of channels and cut ones.
  static let branching = """
    conv 16 3x3 name=stem
    residual {
      conv 16 3x3
      residual {
        conv 16 1x1
        skip {
          conv 16 1x1 bias=no
        }
      }
    }
    branch concat {
      conv 16 3x3
    } {
    } {
      conv 16 1x1
    }
    conv 16 1x1
    add stem
    pool average 2x2 name=half
    branch add {
      conv 5 1x1
    } {
      conv 5 3x3
    } {
      conv 7 1x1
      conv 5 1x1
    }
    repeat 2 {
      conv 3 1x1
      concat half
    }
    dense classes
    """

  /// One step of plain gradient descent shows the gradient; the loss of the same network, predicted with one
  /// weight moved to either side, shows it too. Where some of the thousands of values before a ReLU or under
  /// a maximum change sides between the two, differences jump, whatever the step; networks without those
  /// agree ten times better.
  @Test(
    arguments: [
      ("conv 6 3x3\npool average 2x2\nconv 5 3x3 stride=2\ndense 9\ndense classes", 0.005),
      (
        "conv 6 3x3\nrelu\npool max 2x2\nconv 5 3x3 stride=2 bias=no\nrelu\ndense 9\nrelu\ndense classes",
        0.05
      ),
      (
        "conv 4 3x3 padding=valid\npool average 3x3 stride=2 padding=1\nrelu\nflatten\nrelu\ndense classes",
        0.05
      ),
      ("pool average 2x2\nconv 8 3x3 dilation=2\nrelu\nconv 4 1x1\npool global", 0.05),
      (branching, 0.005),
      (branching.replacing("conv 16 1x1", with: "relu\nconv 16 1x1"), 0.05),
    ])
  func aStepFollowsTheGradient(text: String, tolerance: Double) throws {
    let source = Spots(count: 70)
    let network = try makeNetwork(text, source: source)
    let before = network.tensors()
    let rate = 1.0
    let settings = TrainingOptions(
      epochs: 1, batch: 70, optimizer: OptimizerSettings(kind: .sgd, momentum: 0), rate: rate, seed: 1)
    let outcome = try network.train(on: source, options: settings, threads: 2)
    let after = network.tensors()

    func loss(_ tensors: [NamedTensor]) throws -> Double {
      try network.restore(tensors)
      return try #require(try network.predict(source, threads: 1)).summedLoss / 70
    }
    #expect(abs(try loss(before) - outcome.history[0].loss) < 1e-6)
    for (index, tensor) in before.enumerated() {
      let gradients = zip(tensor.values, after[index].values).map { Double($0 - $1) / rate }
      var error = 0.0
      var size = 0.0
      // Primes spread the places over all sides of a tensor.
      for place in Set((0..<13).map { $0 * 7919 % tensor.values.count }).sorted() {
        let offset: Float = 0x1p-11
        let moved = try [offset, -offset].map { offset in
          var values = tensor.values
          values[place] += offset
          var tensors = before
          tensors[index] = NamedTensor(name: tensor.name, shape: tensor.shape, values: values)
          return try loss(tensors)
        }
        let expected = (moved[0] - moved[1]) / Double(2 * offset)
        error += (gradients[place] - expected) * (gradients[place] - expected)
        size += expected * expected
      }
      // 1e-4 is what the roundings of the loss come to, divided by the offset.
      #expect(error.squareRoot() <= tolerance * size.squareRoot() + 1e-4, "\(tensor.name)")
    }
  }

  @Test func runningStatisticsFollowTheShards() throws {
    let source = Spots(count: 48)
    let network = try makeNetwork("batchnorm momentum=0.25\ndense classes", source: source)
    _ = try network.train(on: source, options: options(epochs: 1, batch: 48, rate: 0), threads: 2)
    // Which samples are in which of the two shards isn't seen from here, but the mean of their means is that
    // of all.
    var sum = 0.0
    var squares = 0.0
    var sample = [Float](repeating: 0, count: source.shape.count)
    for position in 0..<48 {
      var span = sample.mutableSpan
      source.read(position, epoch: 0, into: &span)
      for value in sample {
        sum += Double(value)
        squares += Double(value) * Double(value)
      }
    }
    let count = Double(48 * source.shape.count)
    let mean = sum / count
    let variance = squares / count - mean * mean
    let tensors = network.tensors()
    #expect(
      Array(tensors.map(\.name).prefix(4))
        == ["scale", "shift", "mean", "variance"].map { "1.batchnorm.\($0)" })
    #expect(abs(Double(tensors[2].values[0]) - 0.25 * mean) < 1e-5)
    // The shards' own means differ a little, which their variances don't see.
    #expect(abs(Double(tensors[3].values[0]) - (0.75 + 0.25 * variance)) < 1e-3)
  }

  @Test func aPositionIsPredictedTheSameInAnyCompany() throws {
    let source = Spots(count: 40)
    let network = try makeNetwork(source: source)
    let all = try #require(try network.predict(source, threads: 2))
    let few = try #require(try network.predict(Spots(count: 3), threads: 1))
    #expect(Array(all.probabilities[..<12]) == few.probabilities)
  }
}
