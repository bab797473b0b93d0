public import Declarations
internal import Tensors

extension DataError: ExplainedError {
  /// What is wrong, in one sentence with the path or the value found.
  public var message: String {
    switch self {
    case .sourceNotFound(let name, _): "there is no built-in data set, file or folder '\(name)'."
    case .sourceNotInstalled(let name, _, let folders):
      "the data set '\(name)' isn't on this machine; looked in \(folders.joined(separator: ", "))."
    case .unknownKind(let path): "'\(path)' is of no kind that can be loaded."
    case .unreadable(let path, let reason): "'\(path)' can't be read: \(reason)."
    case .damagedGzip(let path, let reason): "'\(path)' is damaged: \(reason)."
    case .notIDX(let path, let found):
      "'\(path)' is no IDX file: expected it to begin with 00 00, found \(Self.hexadecimal(found))."
    case .wrongIDXType(let path, let type):
      "'\(path)' holds numbers of type 0x\(String(type, radix: 16)); images and labels are bytes (type 0x8)."
    case .wrongIDXDimensions(let path, let expected, let found):
      "'\(path)' has \(Self.count(found, "dimension")); "
        + (expected == 1 ? "labels have 1." : "images have \(expected) (count, height, width).")
    case .badIDXSizes(let path, let sizes):
      "'\(path)' gives the sizes \(sizes.map(String.init).joined(separator: " x ")), which no data can have."
    case .truncated(let path, let expected, let found):
      "'\(path)' is cut off: its header promises \(Self.count(expected, "byte")) of content, found \(found)."
    case .trailingBytes(let path, let expected):
      "'\(path)' goes on after the \(Self.count(expected, "byte")) of content that its header promises."
    case .labelCount(let path, let images, let labels):
      "'\(path)' has \(Self.count(labels, "label")) for \(Self.count(images, "image"))."
    case .labelRange(let path, let position, let label, let classes):
      "'\(path)' has the label \(label) at position "
        + "\(position); there are \(classes) classes, 0 to \(classes - 1)."
    case .noIDXFiles(let path, let found): "the folder '\(path)' has no pair of IDX files; found \(found)."
    case .ambiguousIDX(let path, let part, let files):
      "the folder '\(path)' has more than one pair for the \(part.rawValue) part: \(Self.listed(files))."
    case .noLabels(let path, let wanted):
      "'\(path)' has no labels: none of \(wanted.joined(separator: ", ")) lies beside it."
    case .noImages(let path, let found): "the folder '\(path)' has no images in sub-folders; found \(found)."
    case .noPictures(let path): "the folder '\(path)' has no PNG or JPEG file that can be read."
    case .onePicture(let path):
      "'\(path)' is a single picture; a data set is a folder with a sub-folder for each class."
    case .unknownClass(let path, let name, let classes):
      "the folder '\(path)' is for a class "
        + "'\(name)' that the training images lack; they have \(Self.listed(classes))."
    case .ambiguousParts(let path, let why, let folders): Self.unclear(path, why, Self.listed(folders))
    case .partsBelow(let path, let folder):
      "the folder '\(path)' has its parts one folder deeper, in '\(folder)'."
    case .oneFolder(let path, let inner):
      "'\(path)' has a single class, the folder '\(inner)', which holds folders itself."
    case .tooManyFolders(let path, let limit):
      "there are more than \(limit) folders down to '\(path)'; links may lead round in circles."
    case .stopped: "stopped before all was loaded; what was read is dropped."
    case .changedWhileUsed(let path):
      "'\(path)' was changed after it was loaded: its pixels aren't the same."
    case .packing(let folder, let reason): "images can't be kept in a file in '\(folder)': \(reason)."
    case .changedPacking(let folder, let reason):
      "the file in '\(folder)' that the images were packed into was changed: \(reason)."
    case .arrayContent(let path, let reason, _): "'\(path)': \(reason)."
    case .tableContent(let path, let line, let reason, _): "'\(path)', line \(line): \(reason)."
    case .sparseContent(let path, let line, let reason): "'\(path)', line \(line): \(reason)."
    case .sparseSize(let path, let size, let widest, let first):
      "size=\(size) has \(size.count) numbers; '\(path)' has a feature \(widest), counted from \(first)."
    case .foreignOption(let option, let plural, let path): "'\(option)' is for \(plural); '\(path)' is none."
    case .invalidLoadOption(let option, let meaning, let path):
      "'\(option)' (\(meaning)) can't have this value for '\(path)'."
    case .unequalParts(let path, let sizes):
      "the parts of '\(path)' differ in the size of their images: \(sizes.joined(separator: ", "))."
    case .oneClass(let path, let name, let skipped):
      "'\(path)' has a single class, '\(name)'; at least two are needed."
        + Self.skipped(skipped)
    case .limitTooSmall(let limit, let classes):
      "limit=\(limit) leaves fewer images than the \(classes) classes."
    case .damagedResource(let name, let reason): "the built-in data set '\(name)' is damaged: \(reason)."
    case .tooLarge(let what, let bytes, let room):
      "\(what) would take \(Self.size(bytes)) of memory; there is room for \(Self.size(room))."
    case .shareOutOfRange(let part, let share):
      "\(part.rawValue)=\(Self.percent(share)) is no share; expected more than 0% and less than 100%."
    case .nothingToSplit: "no share is given."
    case .sharesTooLarge(let share):
      "the parts take \(Self.percent(share)) of the training images; some must be left to train on."
    case .emptySplit(let part, let share, let count):
      "\(Self.percent(share)) of \(Self.count(count, "image")) leaves the \(part.rawValue) part empty."
    case .loadedPart(let part, let count):
      "the data was loaded with a \(part.rawValue) part of its own (\(Self.count(count, "image")))."
    case .noPart(let name, let existing):
      "there is no \(name.rawValue) part; there is \(existing.map(\.rawValue).joined(separator: ", "))."
    case .emptyPart(let name): "the \(name.rawValue) part has no images."
    case .unequalSizes(let sizes):
      "the images differ in size (\(Self.listed(sizes))); a model needs one size."
    case .stepTwice(let step): "'\(step)' stands twice; it is done once."
    case .stepAfterNormalize(let step):
      "'\(step)' stands after 'normalize'; it works on pixels, which are numbers by then."
    case .inconsistent(let what): "the numbers don't go together: \(what)."
    case .badSize(let size):
      "the size \(size.map(String.init).joined(separator: "x")) is too large; expected up to 16384x16384."
    case .grayscaleChannels(let channels):
      "the images have \(channels) channels; 'grayscale' takes one or three."
    case .shapesSize(let size):
      "shapes can't have the size \(size.map(String.init).joined(separator: "x")); "
        + "expected 16x16 to 512x512, in gray."
    case .badZoom(let lower, let upper):
      "zoom \(lower)..\(upper) makes no picture; expected factors from 0.01 to 100, the smaller one first."
    case .damagedPreparation(let key, nil): "the preparation that the model keeps lacks '\(key)'."
    case .damagedPreparation(let key, let value?):
      "the preparation that the model keeps is damaged: '\(key)' is '\(value)'."
    case .wrongSize(let path, let found, let expected):
      (path.map { "'\($0)' is" } ?? "the images are")
        + " \(found); the model was trained on images of \(expected)."
    }
  }

  /// What else may have been meant to be a class.
  private static func skipped(_ folders: Int) -> String {
    switch folders {
    case 0: ""
    case 1: " A folder was skipped for its name, which isn't UTF-8 or holds control characters."
    default:
      " \(folders) folders were skipped for their names, which aren't UTF-8 or hold control characters."
    }
  }

  /// How to fix it; nil when there is no advice.
  public var hint: String? {
    switch self {
    case .sourceNotFound(_, let builtin):
      "Built in are: \(builtin.joined(separator: " ")). Else name a file or folder, such as "
        + "\"pictures/flowers\"."
    case .sourceNotInstalled(let name, let package, _):
      "Install it with 'apt install \(package)', or put its four files into $FOVEA_DATA/\(name)."
    case .damagedGzip, .truncated, .trailingBytes: "Fetch or copy the file again."
    case .changedWhileUsed, .changedPacking: "Load the images again."
    case .packing:
      "Make room there, or choose another folder with XDG_CACHE_HOME; cache=none decodes images each time."
    case .labelCount: "Take the two files of one pair from the same source."
    case .noIDXFiles:
      "Expected are pairs such as train-images-idx3-ubyte and train-labels-idx1-ubyte, also with .gz."
    case .ambiguousIDX(let path, _, let files):
      "Name one of them: load \"\(FileAccess.join(path, files.first ?? ""))\" as NAME"
    case .tooLarge("shapes", _, _): "Take a smaller count or size."
    case .tooLarge:
      "Take fewer, or smaller ones: prepare NAME { resize 64x64 }; of picture files load keeps as many as "
        + "limit=N says, or all of them outside of memory with cache=disk."
    case .noImages, .onePicture:
      "Put the images of each class into a folder of its own: flowers/daisy/1.jpg, flowers/rose/1.jpg"
    case .unknownClass: "Add training images of it, or take the folder away."
    case .ambiguousParts(let path, let why, _): Self.answer(to: why, path)
    case .partsBelow(_, let folder):
      "Load that folder: load \"\(folder)\" as NAME; or take all as one part: parts=none"
    case .oneFolder(_, let inner): "If its folders are the classes, load that one: load \"\(inner)\" as NAME"
    case .tableContent(_, _, _, let hint), .arrayContent(_, _, let hint): hint
    case .sparseSize(_, _, _, 0):
      "Features are counted from 0 where the file or index=0 says so; index=1 counts them from 1."
    case .unknownKind:
      "Known are: \(Readers.paths.map(\.plural).joined(separator: ", "))."
    case .limitTooSmall(_, let classes): "Give at least limit=\(classes)."
    case .damagedResource: "Build or install Fovea again."
    case .shareOutOfRange, .nothingToSplit, .sharesTooLarge, .emptySplit:
      "Name a share such as validation=10%."
    case .loadedPart: "Leave this share out: the loaded part is used."
    case .unequalSizes: "Bring them to one size first: prepare NAME { resize 64x64 }"
    case .noPart(.validation, _): "Make one: split NAME validation=10%"
    case .noPart(.test, _): "Make one: split NAME validation=10% test=10%"
    case .stepAfterNormalize: "Put 'normalize' last."
    case .wrongSize:
      "Train on prepared images, prepare NAME { resize 64x64 }, and every image is brought to that size."
    case .damagedPreparation: "Restore the model from another copy."
    default: nil
    }
  }

  private static func unclear(_ path: String, _ why: AmbiguousParts, _ folders: String) -> String {
    switch why {
    case .flat:
      "the folder '\(path)' has folders called like parts (\(folders)), whose images aren't in folders of "
        + "classes."
    case .double(let part):
      "the folder '\(path)' has several folders called like the "
        + "\(part == .train ? "training" : part.rawValue) "
        + "part: \(folders)."
    case .noTraining where folders.isEmpty:
      "the folder '\(path)' has no folder called like a part: train, validation, test."
    case .noTraining:
      "the folder '\(path)' has folders called like parts (\(folders)), and none for training."
    case .beside(let name):
      "the folder '\(path)' has folders called like parts (\(folders)), and '\(name)' beside them."
    case .inClasses: "the folders of classes in '\(path)' hold folders called like parts: \(folders)."
    }
  }

  private static func answer(to why: AmbiguousParts, _ path: String) -> String {
    let none = "parts=none takes every folder as a class"
    return switch why {
    case .flat:
      "Put the images into folders of classes, such as "
        + "\(FileAccess.join(path, "train/cat")); or say: \(none)."
    case .double: "Rename one of them; or say: \(none)."
    case .noTraining: "Call the training images' folder 'train'; or say: \(none)."
    case .beside: "Say what they are: parts=folders takes them as parts, \(none)."
    case .inClasses:
      "Put classes into parts, such as "
        + "\(FileAccess.join(path, "train/cat")); or say: \(none), all for training."
    }
  }

  static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.isEmpty
      ? "an empty file" : bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
  }

  static func percent(_ share: Double) -> String {
    let tenths = (share * 1000).rounded()
    // Beyond this the number isn't one that anybody typed as a share.
    guard abs(tenths) < 1e9 else { return "\(share)" }
    let whole = Int(saturating: tenths)
    return whole.isMultiple(of: 10) ? "\(whole / 10)%" : "\(tenths / 10)%"
  }

  /// A size in the largest unit that makes it at least 1.
  static func size(_ bytes: Int) -> String {
    for (unit, power) in [("GB", 30), ("MB", 20), ("kB", 10)] where bytes >= 1 << power {
      let tenths = (Double(bytes) / Double(1 << power) * 10).rounded() / 10
      return "\(tenths.spelled) \(unit)"
    }
    return count(bytes, "byte")
  }

  /// "1 image", "2 images".
  static func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

  /// The first few of a list.
  static func listed(_ items: [String], first: Int = 5) -> String {
    items.prefix(first).joined(separator: ", ") + (items.count <= first ? "" : ", …")
  }
}
