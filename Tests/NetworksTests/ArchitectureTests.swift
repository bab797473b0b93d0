import Datasets
import Models
import Networks
import Testing

@Suite struct ArchitectureTests {
  struct Case: Sendable {
    var name: String
    var parameters: Int
    var macs: Int
  }

  /// For 224x224x3 and 1000 classes, as torchvision 0.29 counts its own models (products of convolutions and
  /// dense layers); alexnet, which torchvision has without groups, as ONNX's model zoo has it.
  static let imageNet = [
    Case(name: "alexnet", parameters: 60_965_224, macs: 654_560_384),
    Case(name: "vgg11", parameters: 132_863_336, macs: 7_609_090_048),
    Case(name: "vgg16", parameters: 138_357_544, macs: 15_470_264_320),
    Case(name: "vgg19", parameters: 143_667_240, macs: 19_632_062_464),
    Case(name: "resnet18", parameters: 11_689_512, macs: 1_814_073_344),
    Case(name: "resnet34", parameters: 21_797_672, macs: 3_663_761_408),
    Case(name: "resnet50", parameters: 25_557_032, macs: 4_089_184_256),
    Case(name: "densenet121", parameters: 7_978_856, macs: 2_834_161_664),
    Case(name: "squeezenet", parameters: 1_235_496, macs: 349_151_936),
    Case(name: "mobilenetv2", parameters: 3_504_872, macs: 300_774_272),
  ]

  @Test(arguments: imageNet) func hasTheCountsOfThePublishedModel(test: Case) throws {
    let architecture = try #require(Architecture.named(test.name))
    let summary = try NetworkDefinition(lines: architecture.lines).summary(
      input: architecture.input, classes: 1000)
    #expect(summary.parameters == test.parameters)
    #expect(summary.macs == test.macs)
  }

  @Test(arguments: [("lenet5", 61_706), ("resnet20", 272_186)]) func followsSmallImages(
    name: String, parameters: Int
  ) throws {
    let architecture = try #require(Architecture.named(name))
    let shape = SampleShape(channels: 1, height: 28, width: 28)
    let summary = try NetworkDefinition(lines: architecture.lines).summary(input: shape, classes: 10)
    #expect(summary.parameters == parameters)
  }

  @Test(arguments: ["lenet5", "resnet18", "squeezenet", "mobilenetv2"]) func trainsOnSmallImages(name: String)
    throws
  {
    let source = Spots(count: 8, shape: SampleShape(channels: 3, height: 32, width: 32))
    let architecture = try #require(Architecture.named(name))
    let network = try Network(
      definition: NetworkDefinition(lines: architecture.lines), input: source.shape, classes: source.classes,
      seed: 1)
    let outcome = try network.train(
      on: source, options: options(epochs: 1, batch: 8, rate: 0.001), threads: 2)
    #expect(outcome.steps == 1)
    #expect(network.tensors().allSatisfy { $0.values.allSatisfy(\.isFinite) })
  }

  @Test func everyOneNamesItsPaper() {
    for architecture in Architecture.all {
      #expect(architecture.paper.contains("doi:10."), "\(architecture.name)")
    }
    #expect(Set(Architecture.all.map(\.name)).count == Architecture.all.count)
  }
}
