import Datasets
import Kernels
import Models
import Testing

@testable import SupportVectors

/// Points of the plane as samples of two numbers.
struct Points: SampleSource {
  var points: [(x: Float, y: Float, label: Int)]
  var classes = 2
  var count: Int { points.count }
  var shape: SampleShape { SampleShape(channels: 1, height: 1, width: 2) }

  func label(_ position: Int) -> Int { points[position].label }

  func read(_ position: Int, epoch: Int, into destination: inout MutableSpan<Float>) {
    destination[0] = points[position].x
    destination[1] = points[position].y
  }
}

@Suite("Support vector machines")
struct SupportVectorModelTests {
  private func digits() throws -> (train: any SampleSource, test: any SampleSource) {
    let data = try Loading.load(source: DataSourceName("digits"))
    return (
      try data.source(.train, training: false, seed: 0), try data.source(.test, training: false, seed: 0)
    )
  }

  private func accuracy(_ model: SupportVectorModel, _ source: any SampleSource) throws -> Double {
    let predictions = try #require(try model.predict(source, threads: 2))
    let right = zip(predictions.predictedLabels, predictions.labels).count { $0 == $1 }
    return Double(right) / Double(predictions.count)
  }

  /// Two points at a distance of 2: the margin's machine has α = ½ for both, and nothing in the middle.
  @Test func twoPointsHaveAKnownSolution() throws {
    let points = Points(points: [(1, 0, 0), (-1, 0, 1)])
    let definition = SupportVectorDefinition(kernel: .linear, cost: 10, multiclass: .pairs)
    let model = try SupportVectorRecipe(definition: definition).machine(on: points, threads: 1)
    #expect(abs(model.report.objective + 0.5) < 1e-9)
    let evaluated = Points(points: [(1, 5, 0), (-1, -5, 1), (0, 3, 0), (0.5, 0, 0)])
    let values = try #require(try model.decisions(evaluated, threads: 1)).values
    for (value, expected) in zip(values, [1, -1, 0, 0.5]) { #expect(abs(value - expected) < 1e-6) }
  }

  /// Exclusive or, by RBF: each point is a support vector of the same weight.
  @Test func fourCornersHaveAKnownSolution() throws {
    let points = Points(points: [(0, 0, 0), (1, 1, 0), (0, 1, 1), (1, 0, 1)])
    let definition = SupportVectorDefinition(cost: 100, gamma: .number(1), tolerance: 1e-6)
    let model = try SupportVectorRecipe(definition: definition).machine(on: points, threads: 1)
    // α (1 + e^-2 - 2 e^-1) = 1, and the objective is -½ Σα.
    let alpha = 1 / (1 + 0.1353352832366127 - 2 * 0.36787944117144233)
    #expect(abs(model.report.objective + 2 * alpha) < 1e-4)
    #expect(try accuracy(model, points) == 1)
  }

  @Test(arguments: KernelKind.allCases)
  func everyKernelLearnsDigits(kernel: KernelKind) throws {
    let (train, test) = try digits()
    let definition = SupportVectorDefinition(
      kernel: kernel, cost: 10, gamma: kernel == .sigmoid ? .number(0.01) : .scale, multiclass: .pairs)
    let model = try SupportVectorRecipe(definition: definition).machine(on: train, threads: 2)
    #expect(model.report.unfinished == 0)
    #expect(try accuracy(model, test) > 0.9)
  }

  @Test func bitsDoNotDependOnThreadsOrCache() throws {
    let (train, _) = try digits()
    for definition in [
      SupportVectorDefinition(cost: 10, hasProbabilities: true),
      SupportVectorDefinition(cost: 10, scaling: .standard),
      SupportVectorDefinition(kernel: .linear, multiclass: .rest),
      SupportVectorDefinition(kernel: .polynomial, features: .components(20)),
    ] {
      var hashes: Set<String> = []
      for (threads, cache) in [(1, 400), (2, 400), (3, 1), (4, 400)] {
        var definition = definition
        definition.cacheMegabytes = cache
        hashes.insert(
          try SupportVectorRecipe(definition: definition, seed: 3).machine(on: train, threads: threads)
            .weightsHash)
      }
      #expect(hashes.count == 1, "\(definition)")
    }
  }

  @Test(arguments: [
    SupportVectorDefinition(cost: 10, hasProbabilities: true),
    SupportVectorDefinition(cost: 10, features: .hog(HOGSettings(cell: 2))),
    SupportVectorDefinition(features: .components(30), scaling: .standard),
    SupportVectorDefinition(kernel: .linear, multiclass: .rest, hasProbabilities: true),
  ])
  func stateGoesOutAndIn(definition: SupportVectorDefinition) throws {
    let (train, test) = try digits()
    let model = try SupportVectorRecipe(definition: definition).machine(on: train, threads: 2)
    let again = try SupportVectorModel(
      definition: definition, input: model.input, classes: model.classes, tensors: model.tensors(),
      metadata: model.metadata)
    #expect(again.weightsHash == model.weightsHash)
    #expect(again.report == model.report)
    let (one, other) = (try model.predict(test, threads: 1), try again.predict(test, threads: 2))
    #expect(one?.probabilities == other?.probabilities)
  }

  /// Probabilities rank the label first and add up to 1.
  @Test func probabilitiesNeverContradictTheLabel() throws {
    let (train, test) = try digits()
    var definition = SupportVectorDefinition(cost: 10)
    let plain = try SupportVectorRecipe(definition: definition).machine(on: train, threads: 2)
    definition.hasProbabilities = true
    let model = try SupportVectorRecipe(definition: definition).machine(on: train, threads: 2)
    let labels = try #require(try plain.predict(test, threads: 2)).predictedLabels
    let predictions = try #require(try model.predict(test, threads: 2))
    #expect(predictions.predictedLabels == labels)
    for sample in 0..<predictions.count {
      #expect(abs(predictions.probabilities[sample * 10..<(sample + 1) * 10].reduce(0, +) - 1) < 1e-4)
    }
    #expect(predictions.summedLoss / Double(predictions.count) < 0.3)
  }

  /// A fit that was broken off goes on with the machines that it had, and comes to the same bits.
  /// Probabilities of linear machines take five more of each.
  @Test(arguments: [
    (SupportVectorDefinition(cost: 10, hasProbabilities: true), 45),
    (SupportVectorDefinition(kernel: .linear, cost: 0.1, multiclass: .rest, hasProbabilities: true), 60),
  ])
  func whatWasSolvedIsntSolvedAgain(_ definition: SupportVectorDefinition, _ machines: Int) throws {
    let (train, _) = try digits()
    let recipe = SupportVectorRecipe(definition: definition, seed: 3)
    var kept: [String: [String: String]] = [:]
    let whole = try recipe.machine(
      on: train, threads: 2,
      memory: FitMemory(
        known: { _ in nil },
        keep: { name, solution, _ in kept[name] = solution }))
    // Where a problem stands is kept now and then, which a slow machine does more often.
    kept = kept.filter { !$0.key.hasSuffix(" so far") }
    #expect(kept.count == machines)
    let before = kept.filter { $0.key.contains("2") }
    var solved: [String] = []
    let again = try recipe.machine(
      on: train, threads: 3,
      memory: FitMemory(known: { before[$0] }, keep: { name, _, _ in solved.append(name) }))
    #expect(again.weightsHash == whole.weightsHash && again.report == whole.report)
    solved.removeAll { $0.hasSuffix(" so far") }
    #expect(Set(solved) == Set(kept.keys).subtracting(before.keys))
    // What makes no sense is solved anew.
    let broken = before.mapValues { $0.merging(["objective": "x"]) { $1 } }
    let mended = try recipe.machine(
      on: train, threads: 2, memory: FitMemory(known: { broken[$0] }, keep: { _, _, _ in }))
    #expect(mended.weightsHash == whole.weightsHash)
  }

  /// A problem that was put aside in the middle goes on to the same bits, also within the folds of its
  /// probabilities.
  @Test(arguments: [false, true])
  func aProblemGoesOnWhereItStood(hasProbabilities: Bool) throws {
    let points = Points(
      points: (0..<300).map { index in
        let (x, y) = (Float(index * 37 % 101), Float(index * 53 % 97))
        return (x: x / 50, y: y / 50, label: index * 29 % 7 < 3 ? 0 : 1)
      })
    let definition = SupportVectorDefinition(cost: 10, tolerance: 1e-4, hasProbabilities: hasProbabilities)
    let recipe = SupportVectorRecipe(definition: definition, seed: 3)
    let whole = try recipe.machine(on: points, threads: 1)
    var kept: [String: [String: String]] = [:]
    var isDone = false
    // It is asked after a number of steps, not after a time, and left alone for longer each time: so it ends.
    PairsRun.$slice.withValue(.zero) {
      for attempt in 0..<30 where !isDone {
        var asked = 0
        let memory = FitMemory(known: { kept[$0] }, keep: { name, text, _ in kept[name] = text })
        do throws(SupportVectorError) {
          let again = try recipe.machine(
            on: points, threads: 1, memory: memory,
            shouldStop: {
              asked += 1
              return asked > 4 << attempt
            })
          #expect(again.weightsHash == whole.weightsHash && again.report == whole.report)
          isDone = true
        } catch {
          #expect(error == .stopped)
        }
      }
    }
    #expect(isDone, "it comes to its end")
    #expect(kept["pair 0 1"] != nil && kept["pair 0 1 so far"] != nil)
  }

  /// Ctrl-C is heard while features are made, before there is anything to solve.
  @Test(arguments: [FeatureSettings.components(5), .hog(.init()), .pixels])
  func featuresCanBeStopped(features: FeatureSettings) throws {
    let (train, _) = try digits()
    let recipe = SupportVectorRecipe(
      definition: SupportVectorDefinition(features: features, scaling: .standard))
    #expect(throws: SupportVectorError.stopped) {
      try recipe.machine(on: train, threads: 1, shouldStop: { true })
    }
  }

  /// With fewer images than pixels components come from the products of the images: orthonormal, and together
  /// they keep all distances.
  @Test func componentsOfFewImagesKeepTheirDistances() throws {
    let (train, _) = try parts("digits", limit: 30)
    let features = try FittedFeatures(.pixels, input: train.shape)
    let group = try WorkerGroup(threads: 2)
    let rows = try FeatureReading(source: train, features: features, isBytes: false).rows(
      Array(0..<train.count), group: group)
    let components = try PrincipalComponents.fit(rows, count: train.count - 1, group: group)
    #expect(abs(components.shares.reduce(0, +) - 1) < 1e-6)
    let width = rows.width
    for one in 0..<components.count {
      for other in 0...one {
        var product = 0.0
        for k in 0..<width {
          product += components.basis[one * width + k] * components.basis[other * width + k]
        }
        #expect(abs(product - (one == other ? 1 : 0)) < 1e-5)
      }
    }
    func projected(_ row: Int) -> [Float] {
      var sample = Array(UnsafeBufferPointer(start: rows.floats(row), count: width))
      var result = [Float](repeating: 0, count: components.count)
      sample.withUnsafeMutableBufferPointer { sample in
        result.withUnsafeMutableBufferPointer {
          components.project(sample.baseAddress!, into: $0.baseAddress!)
        }
      }
      return result
    }
    let (one, other) = (projected(0), projected(7))
    func distance(_ one: [Float], _ other: [Float]) -> Float {
      var sum: Float = 0
      for (a, b) in zip(one, other) { sum += (a - b) * (a - b) }
      return sum
    }
    func pixels(_ row: Int) -> [Float] { Array(UnsafeBufferPointer(start: rows.floats(row), count: width)) }
    let real = distance(pixels(0), pixels(7))
    #expect(abs(distance(one, other) - real) < 1e-4 * real)
  }

  /// Ten points of one class among ninety of another that overlap it: with equal weights all are called by
  /// the larger class.
  @Test func weightsMakeSmallClassesCount() throws {
    var points = Points(points: [])
    for index in 0..<100 {
      let isRare = index % 10 == 0
      let place = Float(index % 7) / 7
      points.points.append((x: (isRare ? 0.5 : 0) + place, y: place * place, label: isRare ? 1 : 0))
    }
    func recall(_ weights: SupportVectorDefinition.ClassWeights) throws -> Double {
      let definition = SupportVectorDefinition(kernel: .linear, weights: weights, multiclass: .pairs)
      let model = try SupportVectorRecipe(definition: definition).machine(on: points, threads: 1)
      let predictions = try #require(try model.predict(points, threads: 1))
      let found = zip(predictions.predictedLabels, predictions.labels).count { $0 == 1 && $1 == 1 }
      return Double(found) / 10
    }
    let equal = try recall(.equal)
    #expect(try recall(.balanced) >= equal + 0.3)
    // samples / (classes * samples of the class): balanced is these numbers.
    #expect(try recall(.given([100.0 / 180, 100.0 / 20])) == recall(.balanced))
  }

  /// Images of two colours in patterns that tell nothing: histograms see the colours.
  @Test func histogramsSeeColours() throws {
    let shape = SampleShape(channels: 3, height: 4, width: 4)
    var images: [[UInt8]] = []
    for index in 0..<40 {
      var pixels = [UInt8](repeating: 0, count: 48)
      for pixel in 0..<16 where (pixel * 7 + index * 5) % 3 != 0 {
        pixels[pixel * 3 + (index % 2 == 0 ? 0 : 2)] = UInt8(180 + (pixel + index) % 50)
      }
      images.append(pixels)
    }
    let samples = ByteImages(images: images, labels: images.indices.map { $0 % 2 }, shape: shape, classes: 2)
    let definition = SupportVectorDefinition(features: .histogram(bins: 4))
    let model = try SupportVectorRecipe(definition: definition).machine(on: samples, threads: 2)
    #expect(model.featureCount == 64)
    #expect(try accuracy(model, samples) == 1)
  }

  /// Of two points at a distance of 2 each lies on the margin, at 1.
  @Test func marginsAreOfTheOwnClass() throws {
    let points = Points(points: [(1, 0, 0), (-1, 0, 1)])
    for multiclass in [SupportVectorDefinition.Multiclass.pairs, .rest] {
      let definition = SupportVectorDefinition(
        kernel: .linear, cost: 100, multiclass: multiclass, loss: .hinge)
      let model = try SupportVectorRecipe(definition: definition).machine(on: points, threads: 1)
      let margins = try #require(
        try model.margins(Points(points: [(1, 0, 0), (1, 0, 1), (-3, 0, 1)]), threads: 1))
      for (margin, expected) in zip(margins, [1.0, -1, 3]) { #expect(abs((margin ?? 0) - expected) < 1e-3) }
    }
  }

  /// Two samples differ in their decision by what their difference weighs, however features were scaled for
  /// the solver.
  @Test(arguments: [SupportVectorDefinition.Multiclass.pairs, .rest])
  func linearWeightsAreForImagesAsTheyCome(multiclass: SupportVectorDefinition.Multiclass) throws {
    let points = Points(points: [(1, 5, 0), (2, 7, 0), (-1, 3, 1), (-3, 9, 1)])
    let definition = SupportVectorDefinition(kernel: .linear, multiclass: multiclass, scaling: .standard)
    let model = try SupportVectorRecipe(definition: definition).machine(on: points, threads: 1)
    let weights = try #require(model.linearWeights)[0].picture.values.map { Double($0) }
    let found = try #require(try model.decisions(Points(points: [(4, 1, 0), (0, 2, 0)]), threads: 1))
    let difference = found.values[0] - found.values[found.columns]
    #expect(abs(difference - (4 * weights[0] - weights[1])) < 1e-5 * abs(difference))
  }

  @Test func theHeaviestVectorsComeFirst() throws {
    let (train, _) = try digits()
    let model = try SupportVectorRecipe(definition: .init(cost: 10)).machine(on: train, threads: 2)
    let vectors = try #require(model.heaviest(20))
    #expect(vectors.map(\.weight) == vectors.map(\.weight).sorted(by: >))
    #expect(vectors.allSatisfy { $0.machines >= 1 && $0.picture.values.allSatisfy { (0...1).contains($0) } })
    let ofThree = try #require(model.heaviest(5, of: 3))
    #expect(ofThree.allSatisfy { $0.label == 3 })
    #expect(model.linearWeights == nil)
    let line = try SupportVectorRecipe(definition: .init(kernel: .linear, multiclass: .rest)).machine(
      on: train, threads: 2)
    #expect(line.linearWeights?.count == 10 && line.heaviest(3) == nil)
  }

  @Test func saysWhatCannotBe() throws {
    func message(_ definition: SupportVectorDefinition, _ points: Points) -> String {
      do throws(SupportVectorError) {
        _ = try SupportVectorRecipe(definition: definition).machine(on: points, threads: 1)
        return "fits"
      } catch {
        return error.message
      }
    }
    let points = Points(points: [(1, 0, 0), (-1, 0, 1)])
    #expect(message(.init(cost: 0), points) == "C=0.0 can't be; expected a number above 0.")
    #expect(
      message(.init(multiclass: .rest), points)
        == "multiclass=ovr goes with kernel=linear; this is kernel=rbf.")
    #expect(
      message(.init(weights: .given([1])), points) == "class_weights has 1 number; there are 2 classes.")
    let one = Points(points: [(1, 0, 0), (2, 0, 0)])
    #expect(
      message(.init(), one)
        == "the samples are all of one class (of 2); a support vector machine separates at least two.")
    let same = Points(points: [(1, 1, 0), (1, 1, 1)])
    #expect(
      message(.init(), same)
        == "all samples have the same features; there is nothing to tell the classes apart by.")
    let alike = Points(points: [(1, 2, 0), (1, 2, 1)])
    #expect(message(.init(kernel: .linear, multiclass: .rest), alike) == message(.init(), same))
    #expect(message(.init(scaling: .standard), alike) == message(.init(), same))
    let many = Points(points: (0..<20_000).map { (Float($0), 0, $0 % 2) })
    #expect(
      message(.init(cacheMegabytes: 1), many) == "cache=1 is too little: the rows of one step take 6 MB.")
    #expect(
      message(.init(cacheMegabytes: 1_000_000), points).hasPrefix(
        "2 caches of 1000000 MB (one a thread, one for all) would take about 2000.0 GB of memory;"))
    let broken = Points(points: [(1, .nan, 0), (1, 1, 1)])
    #expect(message(.init(), broken) == "sample 0 has no finite number as its feature 1.")
  }
}
