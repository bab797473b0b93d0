import Testing

@testable import Kernels

@Suite struct OwnLoopTests {
  static let shapes = [[2, 16, 3, 4], [3, 5, 2, 2], [1, 33, 4, 1]]

  @Test(arguments: shapes) func channelScalingAgreesWithTheReference(sizes: [Int]) throws {
    let x = noise(sizes.reduce(1, *), 180)
    let factors = noise(sizes[0] * sizes[1], 181)
    let gradient = noise(x.count, 182)
    let expected = ReferenceKernels.channelScaling(x, factors: factors, sizes: sizes)
    let back = ReferenceKernels.channelScalingBackward(x, factors: factors, gradient: gradient, sizes: sizes)
    try onWorker { bench in
      for layout in [Layout.plain(sizes), bench.context.blocked(sizes)] {
        let scaling = try #require(ChannelScaling(layout))
        let (source, incoming) = (try bench.laid(x, layout), try bench.laid(gradient, layout))
        let rows = try bench.laid(factors, .plain([sizes[0], sizes[1]]))
        let (result, sums) = (Tensor(layout: layout), Tensor(layout: rows.layout))
        scaling.scale(source.pointer, by: rows.pointer, into: result.pointer)
        expectAgreement(try bench.plain(result), expected, "forward")
        scaling.factorGradients(source.pointer, gradient: incoming.pointer, into: sums.pointer)
        expectAgreement(try bench.plain(sums), back.factors, tolerance: 5e-5, "factors")
      }
    }
  }

  @Test(arguments: shapes, [ResamplingKind.nearest, .linear]) func resamplingAgreesWithTheReference(
    sizes: [Int], kind: ResamplingKind
  ) throws {
    let larger = [sizes[0], sizes[1], sizes[2] * 3, sizes[3] * 2]
    let x = noise(sizes.reduce(1, *), 183)
    let gradient = noise(larger.reduce(1, *), 184)
    let expected = ReferenceKernels.resampling(kind, x, sizes: sizes, to: larger)
    let back = ReferenceKernels.resamplingBackward(kind, gradient: gradient, sizes: sizes, to: larger)
    expectAgreement(
      back.map(Float.init),
      differences(x) { dot(gradient, ReferenceKernels.resampling(kind, $0, sizes: sizes, to: larger)) },
      tolerance: 1e-6, "reference")
    try onWorker { bench in
      for layout in [Layout.plain(sizes), bench.context.blocked(sizes)] {
        let target = try #require(layout.resized(larger))
        let resampling = try #require(Resampling(kind, source: layout, destination: target))
        let (source, incoming) = (try bench.laid(x, layout), try bench.laid(gradient, target))
        let (result, before) = (Tensor(layout: target), Tensor(layout: layout))
        resampling.forward(source.pointer, into: result.pointer)
        expectAgreement(try bench.plain(result), expected, "forward")
        resampling.backward(incoming.pointer, into: before.pointer, count: layout.floatCount)
        expectAgreement(try bench.plain(before), back, "backward")
      }
    }
  }

  @Test func referenceGradientsOfNormsAreThoseOfFiniteDifferences() {
    let sizes = [2, 6, 2, 1]
    let x = noise(24, 185)
    let (scale, shift) = (noise(12, 186), noise(12, 187))
    let gradient = noise(24, 188)
    let found = ReferenceKernels.layerNormalizationBackward(
      x, scale: scale, gradient: gradient, epsilon: 1e-3, columns: 12)
    expectAgreement(
      found.input.map(Float.init),
      differences(x) {
        dot(
          gradient,
          ReferenceKernels.layerNormalization($0, scale: scale, shift: shift, epsilon: 1e-3, columns: 12))
      }, tolerance: 1e-6, "layer normalisation")
    for (name, gradients, numbers) in [("scale", found.scale, scale), ("shift", found.shift, shift)] {
      expectAgreement(
        gradients.map(Float.init),
        differences(numbers) {
          dot(
            gradient,
            ReferenceKernels.layerNormalization(
              x, scale: name == "scale" ? $0 : scale, shift: name == "shift" ? $0 : shift, epsilon: 1e-3,
              columns: 12))
        }, tolerance: 1e-6, name)
    }
    let response = LocalResponse(size: 3, alpha: 0.5, beta: 0.75, k: 1)
    expectAgreement(
      ReferenceKernels.localResponseBackward(x, response, gradient: gradient, sizes: sizes).map(Float.init),
      differences(x) { dot(gradient, ReferenceKernels.localResponse($0, response, sizes: sizes)) },
      tolerance: 1e-6,
      "local response")
  }

  @Test func referenceGradientsOfChannelScalingAreThoseOfFiniteDifferences() {
    let sizes = [2, 3, 2, 2]
    let (x, factors, gradient) = (noise(24, 189), noise(6, 190), noise(24, 191))
    let found = ReferenceKernels.channelScalingBackward(x, factors: factors, gradient: gradient, sizes: sizes)
    expectAgreement(
      found.input.map(Float.init),
      differences(x) { dot(gradient, ReferenceKernels.channelScaling($0, factors: factors, sizes: sizes)) },
      tolerance: 1e-6,
      "input")
    expectAgreement(
      found.factors.map(Float.init),
      differences(factors) { dot(gradient, ReferenceKernels.channelScaling(x, factors: $0, sizes: sizes)) },
      tolerance: 1e-6,
      "factors")
  }
}
