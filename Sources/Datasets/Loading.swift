public import Declarations

/// The source of a data set: a built-in name, or the path of a file or folder.
public struct DataSourceName: Sendable, Hashable, ExpressibleByStringLiteral {
  /// The name or path.
  public let text: String
  /// Whether it is certainly a path; otherwise a built-in data set of that name takes precedence.
  public let isPath: Bool

  /// A source by name or path.
  ///
  /// - Parameters:
  ///   - text: The name or path. With a slash it is always a path.
  ///   - quoted: Whether to take it as a path in any case, as the shell does for text in quotes.
  public init(_ text: String, quoted: Bool = false) {
    self.text = text
    isPath = quoted || text.utf8.contains(UInt8(ascii: "/"))
  }

  /// A built-in data set, or else a path.
  public init(stringLiteral text: String) { self.init(text) }
}

/// Which images of a source to load, and how.
public struct LoadOptions: Sendable {
  /// The maximum number of training images, stratified by class, the first of each; other parts stay whole.
  /// Nil loads all.
  public var limit: Int?
  /// The options of single formats by name, such as `size` of svmlight files; `Loading.parameters` has them
  /// all. A format refuses those of others.
  public var format: Arguments
  /// The variables `FOVEA_DATA`, `XDG_DATA_HOME` and `HOME`, which say where data sets may be installed.
  public var environment: [String: String]
  /// Whether a table may name a file again with other labels without `task=multilabel`, as it could when
  /// earlier sessions were recorded.
  public var allowsRepeatedFiles = false
  /// Whether loading is to end, as `Loading.load` was told.
  var stop = StopQuestion { false }

  /// `@unchecked Sendable`: it is asked on the thread that loads alone.
  struct StopQuestion: @unchecked Sendable {
    let ask: () -> Bool

    init(_ ask: @escaping () -> Bool) { self.ask = ask }
  }

  var shouldStop: () -> Bool { stop.ask }

  /// Options for loading.
  ///
  /// - Parameters:
  ///   - limit: The maximum number of training images; nil loads all.
  ///   - format: The options of single formats by name.
  ///   - environment: Where data sets may be installed; nil uses the environment of the process.
  public init(
    limit: Int? = nil, format: [String: ArgumentValue] = [:], environment: [String: String]? = nil
  ) {
    self.limit = limit
    self.format = Arguments(format)
    self.environment =
      environment ?? FileAccess.environment(["FOVEA_DATA", "XDG_DATA_HOME", "XDG_CACHE_HOME", "HOME"])
  }
}

extension LoadOptions {
  /// What loads leave for the next ones; nil where no home is known.
  var keptImages: KeptImages? {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil } }
    return (value("XDG_CACHE_HOME") ?? value("HOME").map { $0 + "/.cache" }).map {
      KeptImages(folder: $0 + "/fovea/images")
    }
  }

  /// Where images are packed that don't fit into memory.
  var cacheFolder: String { keptImages?.folder ?? "/var/tmp" }
}

/// Loads data sets from built-in sources, files and folders.
public enum Loading {
  /// The names of the built-in data sets.
  public static let builtin: [String] = Readers.builtin.map(\.name)

  /// The options of single formats, each once; those of image folders first.
  public static let parameters: [Parameter] =
    (Readers.paths.reversed().flatMap(\.parameters)
    + Readers.builtin.flatMap(\.parameters)).reduce(into: []) { parameters, parameter in
      if !parameters.contains(where: { $0.name == parameter.name }) { parameters.append(parameter) }
    }

  /// What help says about the built-in data sets and the formats, a paragraph each kind.
  public static let notes: [String] = [
    Readers.builtin.map(\.note).joined(separator: " "),
    Readers.paths.reversed().map(\.note).joined(separator: " "),
  ]

  /// What is known about a source without reading its content.
  ///
  /// - Throws: `DataError`, when the source doesn't exist, has no images, or doesn't take the options.
  public static func outline(of source: DataSourceName, options: LoadOptions) throws(DataError) -> DataOutline
  {
    var outline: DataOutline
    switch try reader(of: source, options) {
    case .builtin(let reader): outline = try reader.outline(options)
    case .path(let reader): outline = try reader.outline(source.text, options)
    }
    guard let limit = options.limit, let count = outline.parts?[.train], limit < count else { return outline }
    if let classes = outline.classes?.count, limit < classes {
      throw .limitTooSmall(limit: limit, classes: classes)
    }
    outline.parts?[.train] = limit
    outline.classCounts =
      outline.task == .multilabel
      ? nil : outline.classCounts.map { Apportionment.shares(of: $0, total: limit) }
    return outline
  }

  /// Loads a built-in data set, a file or a folder.
  ///
  /// - Parameters:
  ///   - source: What to load.
  ///   - options: How.
  ///   - shouldStop: Asked on the caller's thread several times a second while pictures are decoded or drawn.
  /// - Throws: `DataError`, when the source doesn't exist, is damaged, or doesn't take the options, and
  ///   `.stopped`.
  public static func load(
    source: DataSourceName, options: LoadOptions = LoadOptions(),
    shouldStop: @escaping () -> Bool = { false }
  ) throws(DataError) -> DataSet {
    var options = options
    options.stop = LoadOptions.StopQuestion(shouldStop)
    var data = try read(source, options)
    if let limit = options.limit {
      let (train, lost) = try limited(data.train, to: limit, classes: data.classes.count)
      if train.count < data.train.count { data.fingerprint = nil }
      data.train = train
      data.lost += lost
      for name in data.lost {
        data.warnings.append("limit=\(limit) leaves no training image of '\(data.classes[name])'")
      }
    }
    let empty = data.train.emptyClasses(of: data.classes.count).filter { !data.lost.contains($0) }
    if let warning = EmptyClasses.text(empty, of: data.classes, part: .train) {
      data.warnings.append(warning)
    }
    data.warnings += ConfusableNames.warnings(for: data.classes)
    return try DataSet(
      origin: source.text, classes: data.classes, train: data.train, validation: data.validation,
      test: data.test, warnings: data.warnings, fingerprint: data.fingerprint,
      filesHash: data.filesHash, shouldStop: shouldStop)
  }

  /// Whether what lies at a path looks like something that can be loaded: a folder, or a file of a format.
  public static func recognises(_ path: String) -> Bool {
    guard let kind = FileAccess.kind(path) else { return false }
    if case .folder = kind { return true }
    // A single picture is recognised so that its message can tell what is wrong with it.
    return Readers.paths.contains { !($0 is ImageFolderReader) && $0.recognises(path, kind) }
  }

  private enum Reader {
    case builtin(any BuiltinReader)
    case path(any PathReader)
  }

  private static func read(_ source: DataSourceName, _ options: LoadOptions) throws(DataError) -> LoadedData {
    switch try reader(of: source, options) {
    case .builtin(let reader): try reader.read(options)
    case .path(let reader): try reader.read(source.text, options)
    }
  }

  /// Refuses options of other formats, and values that an option can't have.
  private static func check(
    _ options: Arguments, of path: String, taking own: [Parameter]
  ) throws(DataError) {
    for (name, value) in options.values.sorted(by: { $0.key < $1.key }) {
      if let parameter = own.first(where: { $0.name == name }) {
        guard parameter.accepts(value) else {
          throw .invalidLoadOption(name, meaning: parameter.summary, path: path)
        }
      } else {
        let takers =
          Readers.paths.filter { $0.parameters.contains { $0.name == name } }.map(\.plural)
          + Readers.builtin.filter { $0.parameters.contains { $0.name == name } }.map { "'\($0.name)'" }
        throw .foreignOption(
          name, of: takers.isEmpty ? "other formats" : takers.joined(separator: " and "), path: path)
      }
    }
  }

  private static func reader(of source: DataSourceName, _ options: LoadOptions) throws(DataError) -> Reader {
    if !source.isPath, let reader = Readers.builtin.first(where: { $0.name == source.text }) {
      try check(options.format, of: source.text, taking: reader.parameters)
      return .builtin(reader)
    }
    guard let kind = FileAccess.kind(source.text) else {
      throw .sourceNotFound(source.text, builtin: builtin)
    }
    guard let reader = Readers.paths.first(where: { $0.recognises(source.text, kind) }) else {
      throw .unknownKind(path: source.text)
    }
    try check(options.format, of: source.text, taking: reader.parameters)
    return .path(reader)
  }

  /// The first images of each class, in proportion to `limit` and in order; and the classes that become
  /// empty.
  static func limited(_ part: Part, to limit: Int, classes: Int) throws(DataError) -> (
    part: Part, lost: [Int]
  ) {
    guard limit < part.count else { return (part, []) }
    if let sets = part.labelSets {
      let kept = part.selecting(try limited(sets, to: limit))
      let (before, after) = (sets.counts, kept.counts(classes: classes))
      return (kept, before.indices.filter { before[$0] > 0 && after[$0] == 0 })
    }
    let counts = part.counts(classes: classes)
    var left = try shares(of: counts, limit: limit)
    let lost = counts.indices.filter { counts[$0] > 0 && left[$0] == 0 }
    var positions: [Int] = []
    for (position, label) in part.labels.enumerated() where left[label] > 0 {
      left[label] -= 1
      positions.append(position)
    }
    return (part.selecting(positions), lost)
  }

  /// The positions of the images that a limit keeps, each class in proportion as far as that goes, ascending.
  static func limited(_ sets: LabelSets, to limit: Int) throws(DataError) -> [Int] {
    guard limit >= sets.classes else { throw .limitTooSmall(limit: limit, classes: sets.classes) }
    let sizes = [limit, sets.count - limit]
    let subsets = IterativeStratification.assign(sets, shares: sizes.map(Double.init), sizes: sizes)
    return subsets.indices.filter { subsets[$0] == 0 }
  }

  /// How many images of each class a limit keeps.
  static func shares(of counts: [Int], limit: Int) throws(DataError) -> [Int] {
    guard limit >= counts.count else { throw .limitTooSmall(limit: limit, classes: counts.count) }
    return Apportionment.shares(of: counts, total: limit)
  }
}
