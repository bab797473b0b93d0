// swift-tools-version: 6.2
import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")

/// One room of the house: a Swift module in Sources/ and its tests in Tests/.
///
/// - Parameters:
///   - fixtures: Whether its tests read files of Tests/<name>Tests/Fixtures.
func room(
  _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = [],
  testing: [Target.Dependency] = [], fixtures: Bool = false
) -> [Target] {
  [
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: swiftSettings),
    .testTarget(
      name: name + "Tests", dependencies: [.byName(name: name)] + dependencies + testing,
      resources: fixtures ? [.copy("Fixtures")] : [], swiftSettings: swiftSettings),
  ]
}

var targets: [Target] = []

// C edges: nothing but module maps, shims, and what must end in C.
targets += [
  .systemLibrary(name: "CEditline", pkgConfig: "libedit", providers: [.apt(["libedit-dev"])]),
  .target(
    name: "CGnuplot",
    linkerSettings: [
      .linkedLibrary("boost_filesystem"), .linkedLibrary("boost_iostreams"), .linkedLibrary("boost_system"),
    ]),
  .target(name: "CJPEG", linkerSettings: [.linkedLibrary("jpeg")]),
  .systemLibrary(name: "CMarkdown", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
  .systemLibrary(name: "COneDNN", providers: [.apt(["libdnnl-dev"])]),
  // Opened when it is needed, not linked.
  .systemLibrary(name: "COpenBLAS"),
  .target(name: "CPNG", linkerSettings: [.linkedLibrary("png")]),
  .target(name: "CSolver"),
  .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
  .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
]

// What all rooms write files with.
targets += room("Files")

// The domain: knows nothing of text, terminals or files of ours.
targets += room("Declarations")
targets += room("Tensors")
targets += room("Images", ["CJPEG", "CPNG", "Declarations", "Tensors"], fixtures: true)
targets += room(
  "Datasets", ["CZip", "CZlib", "Declarations", "Images", "Tensors", crypto],
  resources: [.embedInCode("Resources/digits.csv.gz")], fixtures: true)
targets += room("Models", ["Datasets", "Declarations", "Tensors"])
targets += room("Kernels", ["COneDNN", "COpenBLAS", "Declarations", "Tensors"])
targets += room(
  "Networks", ["Datasets", "Declarations", "Kernels", "Models", "Tensors", crypto], fixtures: true)
targets += room(
  "SupportVectors", ["CSolver", "Datasets", "Declarations", "Kernels", "Models", "Tensors", crypto],
  fixtures: true)
targets += room("Evaluation", ["Datasets", "Declarations", "Models", "Tensors"], fixtures: true)

// The language.
targets += room("Diagnostics")
targets += room("Syntax", ["Diagnostics"])
targets += room("Runtime", ["Declarations", "Diagnostics", "Syntax", "Tensors"])
targets += room("Record", ["Diagnostics", "Files", "Runtime", crypto, grdb])
targets += room("Notebooks", ["CMarkdown", "Diagnostics", "Files", "Record", "Runtime", "Syntax"])

// Pictures and the prompt.
targets += room("Plotting", ["CGnuplot", "Files"])
targets += room("Terminal", ["CEditline", "Diagnostics", "Files"])

// Where they meet.
targets += room(
  "Commands",
  [
    "Datasets", "Declarations", "Diagnostics", "Evaluation", "Files", "Images", "Kernels", "Models",
    "Networks", "Notebooks",
    "Plotting", "Record", "Runtime", "SupportVectors", "Syntax", "Tensors",
  ], fixtures: true)
targets += [
  .executableTarget(
    name: "fovea",
    dependencies: [
      "Commands", "Diagnostics", "Files", "Models", "Notebooks", "Record", "Runtime", "Terminal", arguments,
    ],
    swiftSettings: swiftSettings),
  .target(name: "CPseudoterminal", path: "Tests/CPseudoterminal", linkerSettings: [.linkedLibrary("util")]),
  .testTarget(
    name: "foveaTests",
    dependencies: [
      "CPseudoterminal", "Commands", "Diagnostics", "Images", "LibrarySample", "Record", "Terminal",
    ],
    swiftSettings: swiftSettings),
]

// The domain for programs of others; Tests/LibrarySample is one.
let libraries: [Product] = [
  "Tensors", "Images", "Datasets", "Models", "Networks", "SupportVectors", "Evaluation",
].map { .library(name: $0, targets: [$0]) }

// The sample of the libraries, built here as well, so that the tests run it.
targets += [
  .executableTarget(
    name: "LibrarySample", dependencies: ["Datasets", "Evaluation", "Networks"],
    path: "Tests/LibrarySample/Sources/LibrarySample", swiftSettings: swiftSettings)
]

let package = Package(
  name: "fovea",
  products: [.executable(name: "fovea", targets: ["fovea"])] + libraries,
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: targets,
  cxxLanguageStandard: .cxx17)
