/// What a support vector machine sees of an image.
public enum FeatureSettings: Sendable, Hashable {
  /// The prepared numbers themselves.
  case pixels
  /// Histograms of oriented gradients.
  case hog(HOGSettings)
  /// The first principal components of the pixels of the training part.
  case components(Int)
  /// How often each colour occurs, in so many steps a channel.
  case histogram(bins: Int)

  /// The word that names the kind.
  public var name: String {
    switch self {
    case .pixels: "pixels"
    case .hog: "hog"
    case .components: "pca"
    case .histogram: "histogram"
    }
  }

  /// Whether features lie where pixels do, so that they can be shown.
  public var arePictures: Bool { self == .pixels }

  public static let names = ["pixels", "hog", "pca", "histogram"]

  func check() throws(SupportVectorError) {
    switch self {
    case .pixels: break
    case .hog(let settings):
      for (name, value) in [
        ("cell", settings.cell), ("block", settings.block), ("orientations", settings.orientations),
      ]
      where !(1...1024).contains(value) {
        throw .invalidOption(name: name, found: "\(value)", expected: "1 to 1024")
      }
    case .components(let count):
      guard count >= 1 else {
        throw .invalidOption(name: "components", found: "\(count)", expected: "1 or more")
      }
    case .histogram(let bins):
      guard (2...64).contains(bins) else {
        throw .invalidOption(name: "bins", found: "\(bins)", expected: "2 to 64")
      }
    }
  }
}

/// The sizes of histograms of oriented gradients. The defaults are those of Dalal and Triggs, but for cells
/// of 4 pixels, which suit images of 28x28.
public struct HOGSettings: Sendable, Hashable {
  /// Pixels along the side of a cell.
  public var cell: Int
  /// Cells along the side of a block, which is normalised as one (L2-Hys).
  public var block: Int
  /// Directions from 0 to 180 degrees.
  public var orientations: Int

  public init(cell: Int = 4, block: Int = 2, orientations: Int = 9) {
    self.cell = cell
    self.block = block
    self.orientations = orientations
  }
}

/// What is done to each feature, as measured on the training part.
public enum Scaling: String, Sendable, Hashable, CaseIterable {
  case none
  /// Mean 0 and standard deviation 1.
  case standard
  /// From 0 to 1.
  case minmax
}
