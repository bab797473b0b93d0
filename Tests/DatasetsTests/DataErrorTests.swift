import Tensors
import Testing

@testable import Datasets

@Suite("Wording of errors")
struct DataErrorTests {
  private static let shape = SampleShape(channels: 3, height: 3, width: 4)

  static let wordings: [(DataError, String)] = [
    (.sourceNotFound("x", builtin: ["digits"]), "there is no built-in data set, file or folder 'x'."),
    (
      .sourceNotInstalled(name: "fashion-mnist", package: "dataset-fashion-mnist", folders: ["/a", "/b"]),
      "the data set 'fashion-mnist' isn't on this machine; looked in /a, /b."
    ),
    (
      .changedPacking(folder: "f", reason: "it is shorter than what was written"),
      "the file in 'f' that the images were packed into was changed: it is shorter than what was written."
    ),
    (.unreadable(path: "p", reason: "access is not allowed"), "'p' can't be read: access is not allowed."),
    (
      .notIDX(path: "p", found: [0x50, 5]),
      "'p' is no IDX file: expected it to begin with 00 00, found 50 05."
    ),
    (
      .notIDX(path: "p", found: []),
      "'p' is no IDX file: expected it to begin with 00 00, found an empty file."
    ),
    (
      .wrongIDXType(path: "p", type: 13),
      "'p' holds numbers of type 0xd; images and labels are bytes (type 0x8)."
    ),
    (.wrongIDXDimensions(path: "p", expected: 1, found: 3), "'p' has 3 dimensions; labels have 1."),
    (
      .wrongIDXDimensions(path: "p", expected: 3, found: 1),
      "'p' has 1 dimension; images have 3 (count, height, width)."
    ),
    (
      .truncated(path: "p", expected: 36, found: 31),
      "'p' is cut off: its header promises 36 bytes of content, found 31."
    ),
    (.labelCount(path: "p", images: 6, labels: 1), "'p' has 1 label for 6 images."),
    (
      .labelRange(path: "p", position: 3, label: 12, classes: 10),
      "'p' has the label 12 at position 3; there are 10 classes, 0 to 9."
    ),
    (.noImages(path: "p", found: "nothing"), "the folder 'p' has no images in sub-folders; found nothing."),
    (
      .emptySplit(part: .validation, share: 0.005, count: 10),
      "0.5% of 10 images leaves the validation part empty."
    ),
    (.sharesTooLarge(1.1), "the parts take 110% of the training images; some must be left to train on."),
    (.noPart(.test, existing: [.train, .validation]), "there is no test part; there is train, validation."),
    (
      .unequalSizes(["1x1", "2x2", "3x3", "4x4", "5x5", "6x6"]),
      "the images differ in size (1x1, 2x2, 3x3, 4x4, 5x5, …); a model needs one size."
    ),
    (
      .wrongSize(path: "p", found: shape, expected: shape),
      "'p' is 4x3x3; the model was trained on images of 4x3x3."
    ),
    (
      .wrongSize(path: nil, found: shape, expected: shape),
      "the images are 4x3x3; the model was trained on images of 4x3x3."
    ),
    (.limitTooSmall(limit: 3, classes: 10), "limit=3 leaves fewer images than the 10 classes."),
  ]

  @Test(arguments: wordings) func saysWhatWasFound(error: DataError, message: String) {
    #expect(error.message == message)
  }

  @Test func saysWhatToDo() {
    #expect(
      DataError.sourceNotInstalled(name: "fashion-mnist", package: "dataset-fashion-mnist", folders: []).hint
        == "Install it with 'apt install dataset-fashion-mnist', or put its four files into "
        + "$FOVEA_DATA/fashion-mnist."
    )
    #expect(DataError.unequalSizes([]).hint == "Bring them to one size first: prepare NAME { resize 64x64 }")
    #expect(
      DataError.noImages(path: "p", found: "").hint
        == "Put the images of each class into a folder of its own: flowers/daisy/1.jpg, flowers/rose/1.jpg")
    #expect(DataError.noPart(.validation, existing: []).hint == "Make one: split NAME validation=10%")
  }

  @Test func everyShareCanBeSaid() {
    for share in [Double.nan, .infinity, -.infinity, 1e300, -0.1, 0.1234] {
      #expect(DataError.shareOutOfRange(part: .test, share: share).message.hasPrefix("test="))
    }
    #expect(DataError.percent(0.125) == "12.5%" && DataError.percent(0.1) == "10%")
  }
}
