internal import Datasets
public import Runtime

/// What loads of pictures keep for the next ones, for the commands that look at caches.
public struct ImageCache {
  private let images: KeptImages

  /// That of this person; nil where no home is known.
  public static func standard() -> ImageCache? { KeptImages.standard().map(ImageCache.init) }

  private init(_ images: KeptImages) { self.images = images }

  /// A table of them, and a line about all; nothing where there are none.
  public var lines: [String] {
    let entries = images.entries()
    guard !entries.isEmpty else { return [] }
    let rows = entries.map { [Spelling.count($0.images), CacheText.size($0.bytes), $0.source] }
    let total = entries.reduce(0) { $0 + $1.bytes }
    return [
      Table.text([["images", "size", "loaded from"]] + rows, rightAligned: [0, 1]),
      "\(Spelling.counted(entries.count, "load")), \(CacheText.size(total)) of at most "
        + "\(CacheText.size(images.limit)), in \(images.folder)",
    ]
  }

  /// An event each.
  public var events: [ResultRecord] {
    images.entries().map { entry in
      ResultRecord([
        .init("event", .text("images")), .init("source", .text(entry.source)),
        .init("images", .integer(entry.images)), .init("bytes", .integer(entry.bytes)),
      ])
    }
  }

  /// Takes all away.
  ///
  /// - Returns: What that was, a line; nil where there was nothing.
  public func clear() -> String? {
    let taken = images.clear()
    guard taken.files > 0 else { return nil }
    return
      "the images of \(Spelling.counted(taken.files, "load")), \(CacheText.size(taken.bytes)), taken away"
  }
}
