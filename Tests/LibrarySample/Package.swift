// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "LibrarySample",
  dependencies: [.package(name: "fovea", path: "../..")],
  targets: [
    .executableTarget(
      name: "LibrarySample",
      dependencies: ["Datasets", "Evaluation", "Networks"].map {
        .product(name: $0, package: "fovea")
      })
  ])
