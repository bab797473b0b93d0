/// The features that a support vector machine computes from an image.
public enum FeatureSettings: Sendable, Hashable {
  /// The prepared pixel values.
  case pixels
  /// Histograms of oriented gradients (HOG).
  case hog(HOGSettings)
  /// The first principal components (PCA) of the training pixels.
  case components(Int)
  /// A color histogram with this many bins per channel.
  case histogram(bins: Int)

  /// The name of the kind, as typed.
  public var name: String {
    switch self {
    case .pixels: "pixels"
    case .hog: "hog"
    case .components: "pca"
    case .histogram: "histogram"
    }
  }

  /// Whether there is one feature per pixel, so that they can be shown as images.
  public var arePictures: Bool { self == .pixels }

  /// The names of all kinds.
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

/// The parameters of HOG features. The defaults are those of Dalal and Triggs, except for cells of 4 pixels,
/// which suit images of 28x28.
public struct HOGSettings: Sendable, Hashable {
  /// The side of a cell in pixels.
  public var cell: Int
  /// The side of a block in cells; each block is normalized (L2-Hys).
  public var block: Int
  /// The number of orientation bins over 0 to 180 degrees.
  public var orientations: Int

  /// These parameters, each 1 to 1024.
  public init(cell: Int = 4, block: Int = 2, orientations: Int = 9) {
    self.cell = cell
    self.block = block
    self.orientations = orientations
  }
}

/// Feature scaling with statistics of the training part.
public enum Scaling: String, Sendable, Hashable, CaseIterable {
  /// No scaling.
  case none
  /// To mean 0 and standard deviation 1.
  case standard
  /// To the range 0 to 1.
  case minmax
}
