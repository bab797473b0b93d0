import Foundation
import Images
import Testing

@testable import Datasets

@Suite("Folders of parts or of classes")
struct FolderLayoutTests {
  @Test(arguments: [
    ("train", PartName.train), ("Train", .train), ("TRAINING", .train), ("training_set", .train),
    ("trainset", .train),
    ("Train Data", .train), ("images-train", .train), ("train2017", .train), ("TrainImages", .train),
    ("val", .validation),
    ("Valid", .validation), ("validation", .validation), ("Validation_Set", .validation),
    ("dev", .validation),
    ("devset", .validation), ("val2017", .validation), ("test", .test), ("Testing", .test),
    ("test_set", .test),
    ("eval", .test), ("Evaluation", .test), ("test-images", .test),
  ])
  func usualNamesAreKnown(name: String, part: PartName) {
    #expect(PartNames.parts(of: [name]) == [name: part])
  }

  @Test(arguments: [
    "trains", "cat", "test_tube", "train_station", "contest", "devil", "invalid", "valley", "set", "data",
    "12", "train_test",
    "é", "",
  ])
  func otherNamesAreNone(name: String) {
    #expect(PartNames.parts(of: [name]).isEmpty)
  }

  @Test func namesThatShareTheirOtherWordsAreParts() {
    #expect(
      PartNames.parts(of: ["seg_train", "seg_test", "seg_pred"]) == ["seg_train": .train, "seg_test": .test])
    #expect(PartNames.parts(of: ["test_tube", "train_station"]).isEmpty)
    #expect(PartNames.parts(of: ["cat_test", "dog_test"]).isEmpty)
  }

  // MARK: Parts

  private func files(_ part: String, classes: [String] = ["cat", "dog"]) -> [String] {
    classes.flatMap { ["\(part)/\($0)/1.png", "\(part)/\($0)/2.png"] }
  }

  @Test(arguments: [
    ["Train", "Val", "Test"], ["TRAIN", "VAL", "TEST"], ["training", "validation", "testing"],
    ["train_set", "dev_set", "eval_set"], ["Training", "Valid", "Eval"],
    ["seg_train", "seg_val", "seg_test"],
  ])
  func partsAreFoundWhateverTheyAreCalled(names: [String]) throws {
    try withTemporaryFolder { folder in
      for (index, name) in names.enumerated() { try draw(files(name), in: folder, shade: 10 * index) }
      let data = try load(folder)
      #expect(data.classes == ["cat", "dog"] && data.warnings.isEmpty)
      #expect(data.parts.map(\.part.count) == [4, 4, 4])
      #expect(try data.train.store.image(0).pixels[0] == 0 && data.validation?.store.image(0).pixels[0] == 10)
      #expect(try data.test?.store.image(3).pixels[0] == 23)
      #expect(try load(folder, parts: .folders).fingerprint == data.fingerprint)
      #expect(try load(folder, parts: .none).classes == names.sorted { FileAccess.precedes($0, $1) })
    }
  }

  @Test func aPartMayLieOneFolderDeeper() throws {
    try withTemporaryFolder { folder in
      try draw(files("training_set/training_set") + files("test_set/test_set"), in: folder)
      let data = try load(folder)
      #expect(data.classes == ["cat", "dog"] && data.train.count == 4 && data.test?.count == 4)
    }
  }

  @Test func testImagesWithoutClassesAreLeftOut() throws {
    try withTemporaryFolder { folder in
      try draw(files("train") + ["test/1.png", "test/2.png"], in: folder)
      let data = try load(folder)
      #expect(data.classes == ["cat", "dog"] && data.test == nil)
      #expect(
        data.warnings.contains(
          "2 images in no class's folder skipped, the first is '\(folder)/test/1.png'"))
      #expect(data.warnings.contains("'\(folder)/test' has no images: there is no test part"))
    }
  }

  // MARK: Classes

  @Test(arguments: [
    // A class that is called like a part, with images of its own, a folder with and one without images.
    ["train/1.png", "bus/1.png", "car/1.png"], ["train/1.png", "train/steam/1.png", "bus/1.png"],
    ["train/1.png", "train/notes/a.txt", "bus/1.png"],
    ["train/1.png", "train/steam/1.png", "bus/deep/1.png"],
    ["valid/1.png", "invalid/1.png"], ["test/1.png", "control/1.png"],
    ["dev/1.png", "prod/1.png", "prod/old/1.png"],
    ["test/a/1.png", "control/b/1.png"],
  ])
  func aClassMayBeCalledLikeAPart(files: [String]) throws {
    try withTemporaryFolder { folder in
      let pictures = files.filter { $0.hasSuffix(".png") }
      try draw(pictures, in: folder)
      for name in files where !pictures.contains(name) { try write([65], to: name, in: folder) }
      let data = try load(folder)
      let expected = Set(pictures.compactMap { $0.split(separator: "/").first.map(String.init) })
      #expect(Set(data.classes) == expected && data.train.count == pictures.count)
      #expect(data.validation == nil && data.test == nil)
      #expect(!data.warnings.contains { $0.contains("taken for a class") })
    }
  }

  @Test func aClassOfFoldersBesideClassesOfImagesIsOne() throws {
    try withTemporaryFolder { folder in
      try draw(["train/steam/1.png", "train/diesel/1.png", "bus/1.png", "car/1.png"], in: folder)
      let data = try load(folder)
      #expect(data.classes == ["bus", "car", "train"] && data.train.count == 4)
      #expect(
        data.warnings == [
          "'\(folder)/train' is taken for a class, since folders beside it hold images themselves (bus, "
            + "car); parts=folders takes it for the training part"
        ])
      #expect(try load(folder, parts: .folders).classes == ["diesel", "steam"])
    }
  }

  // MARK: What can't be told

  private func why(_ files: [String], parts: PartsRule = .auto) throws -> DataError.AmbiguousParts? {
    try withTemporaryFolder { folder in
      try draw(files, in: folder)
      do throws(DataError) {
        _ = try load(folder, parts: parts)
        return nil
      } catch {
        guard case .ambiguousParts(folder, let why, let folders) = error else { throw error }
        #expect(!folders.isEmpty && error.hint?.contains("parts=none") == true)
        return why
      }
    }
  }

  @Test func whatIsUnclearIsAsked() throws {
    #expect(try why(["Train/1.png", "Val/1.png", "Test/1.png"]) == .flat)
    #expect(try why(["train/1.png", "test/cat/1.png"]) == .flat)
    #expect(try why(["train/1.png", "test/1.png", "bus/1.png"]) == .flat)
    #expect(try why(files("train") + files("Train") + files("test")) == .double(.train))
    #expect(try why(files("train") + files("val") + files("valid")) == .double(.validation))
    #expect(try why(files("val") + files("test")) == .noTraining)
    #expect(try why(files("test")) == .noTraining)
    #expect(try why(files("images") + files("test")) == .noTraining)
    #expect(try why(files("train") + files("bus", classes: ["old", "new"])) == .beside("bus"))
    #expect(try why(files("train") + ["test/1.png", "bus/1.png"]) == .beside("bus"))
    #expect(
      try why(files("cat", classes: ["train", "test"]) + files("dog", classes: ["train", "test"]))
        == .inClasses)
    // What is said counts.
    #expect(try why(["Train/1.png", "Test/1.png"], parts: .none) == nil)
    #expect(try why(files("train") + files("bus", classes: ["old", "new"]), parts: .folders) == nil)
    #expect(try why(files("val") + files("test"), parts: .folders) == .noTraining)
    #expect(try why(files("train") + files("Train"), parts: .folders) == .double(.train))
  }

  @Test func foldersThatHoldPartsOrClassesDeeperAreNamed() throws {
    try withTemporaryFolder { folder in
      try draw(files("data/train") + files("data/test"), in: folder)
      #expect(throws: DataError.partsBelow(path: folder, folder: folder + "/data")) { try load(folder) }
      #expect(try load(folder + "/data").test?.count == 4)
    }
    try withTemporaryFolder { folder in
      try draw(files("flowers"), in: folder)
      let error = DataError.oneFolder(path: folder, inner: folder + "/flowers")
      #expect(throws: error) { try load(folder) }
      #expect(
        error.hint == "If its folders are the classes, load that one: load \"\(folder)/flowers\" as NAME")
    }
  }

  @Test func questionsReadWell() {
    func text(_ why: DataError.AmbiguousParts, _ folders: [String]) -> String {
      let error = DataError.ambiguousParts(path: "d", why: why, folders: folders)
      return error.message + " " + (error.hint ?? "")
    }
    #expect(
      text(.flat, ["Test", "Train"])
        == "the folder 'd' has folders called like parts (Test, Train), whose images aren't in folders of "
        + "classes. Put the images into folders of classes, such as d/train/cat; or say: parts=none takes "
        + "every folder as a class.")
    #expect(
      text(.double(.train), ["Train", "train"])
        == "the folder 'd' has several folders called like the training part: Train, train. Rename one of "
        + "them; or say: parts=none takes every folder as a class.")
    #expect(
      text(.noTraining, ["test", "val"])
        == "the folder 'd' has folders called like parts (test, val), and none for training. Call the "
        + "training images' folder 'train'; or say: parts=none takes every folder as a class.")
    #expect(
      text(.beside("bus"), ["train"])
        == "the folder 'd' has folders called like parts (train), and 'bus' beside them. Say what they are: "
        + "parts=folders takes them as parts, parts=none takes every folder as a class.")
    #expect(
      text(.inClasses, ["cat/test", "cat/train"])
        == "the folders of classes in 'd' hold folders called like parts: cat/test, cat/train. Put classes "
        + "into parts, such as d/train/cat; or say: parts=none takes every folder as a class, all for "
        + "training.")
    #expect(
      DataError.ambiguousParts(path: "d", why: .noTraining, folders: []).message.hasPrefix(
        "the folder 'd' has no folder"))
  }
}
