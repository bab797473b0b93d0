public import Datasets

extension SupportVectorModel {
  /// The model in a LIBSVM file, for images of a source.
  ///
  /// The file doesn't contain the penalty and the number of samples. Values are rounded to floats. Ties of
  /// votes go to the class that comes first in the file, as in LIBSVM.
  ///
  /// If the source has bytes scaled to 0 to 1, and the file consists of integers up to 255, the model was
  /// trained on unscaled bytes: its support vectors are divided by 255 and its kernel is scaled accordingly.
  ///
  /// - Parameters:
  ///   - file: The parsed file.
  ///   - places: The class of each label of the file, without repetitions.
  ///   - source: Samples of the shape and number of classes of the model.
  ///   - answer: The predicted class if the file has probabilities.
  /// - Throws: `.tooWideLIBSVM` if the file has more features than the images.
  public convenience init(
    _ file: LIBSVMFile, places: [Int], for source: any SampleSource,
    answer: SupportVectorDefinition.Answer = .votes
  ) throws(SupportVectorError) {
    let (input, classes) = (source.shape, source.classes)
    precondition(
      places.count == file.labels.count && Set(places).count == places.count
        && places.allSatisfy { $0 < classes })
    try file.check(input: input)
    let width = input.count
    let isOfBytes = (source as? any ByteSampleSource)?.byteScale == ByteScale(offset: 0, step: 1 / 255.0)
    let unit = isOfBytes && file.holdsBytes ? 255.0 : 1
    var function = file.function
    if function.kind != .linear { function.gamma *= unit * unit }
    let factor = function.kind == .linear ? unit * unit : 1
    let largest = file.largestKernel(function, unit: unit)
    guard largest < 1e37 else { throw .kernelOverflow(largest: largest) }
    var means = [Double](repeating: 0, count: width)
    let total = file.coefficients.count
    for row in file.vectors.joined() {
      for (index, value) in zip(row.indices, row.values) { means[index] += value / unit }
    }
    // As with our own, products of numbers less the mean round less. A linear machine's would change, a
    // polynomial's too.
    means = function.kind == .rbf ? means.map { Double(Float($0 / Double(total))) } : means.map { _ in 0 }
    let map = KernelMap(function: function, bytes: nil, width: width, means: means)
    var first = 0
    var vectors: [FeatureRows] = []
    var coefficients: [[[Double]]] = []
    for own in file.vectors {
      let rows = FeatureRows(count: own.count, width: width, isBytes: false)
      for (place, row) in own.enumerated() {
        let target = rows.floats(place)
        for k in 0..<width { target[k] = Float(-means[k]) }
        for (index, value) in zip(row.indices, row.values) {
          target[index] = Float(value / unit - means[index])
        }
      }
      vectors.append(rows)
      coefficients.append(
        (0..<places.count - 1).map { other in
          own.indices.map { Double(Float(factor * file.coefficients[first + $0][other])) }
        }
      )
      first += own.count
    }
    let machine = PairMachine(
      map: map, classes: places, vectors: vectors, coefficients: coefficients,
      biases: file.offsets.map { Double(Float(-$0)) },
      sigmoids: file.sigmoids?.map { PlattSigmoid(a: Double(Float($0.a)), b: Double(Float($0.b))) })
    var counts = [SupportVectorReport.ClassCount](
      repeating: .init(samples: 0, vectors: 0, bounded: 0), count: classes)
    for (place, own) in zip(places, file.vectors) { counts[place].vectors = own.count }
    self.init(
      definition: SupportVectorDefinition(
        kernel: function.kind, gamma: function.kind == .linear ? .scale : .number(function.gamma),
        degree: function.degree,
        coef0: function.coef0, multiclass: .pairs, hasProbabilities: file.sigmoids != nil,
        answer: file.sigmoids == nil ? .votes : answer),
      input: input, classes: classes, features: try FittedFeatures(.pixels, input: input),
      machine: .pairs(machine),
      report: SupportVectorReport(
        classes: counts, objective: 0, iterations: 0, machines: file.offsets.count, unfinished: 0))
  }
}
