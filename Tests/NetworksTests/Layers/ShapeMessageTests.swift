import Datasets
import Networks
import Testing

/// What each layer says of shapes that it can't take: its own text, its line, what it got and what it needs.
@Suite struct ShapeMessageTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let message: String
    var hint: String?
    var testDescription: String { text }
  }

  /// For images of 12x12 with three channels and four classes.
  static let cases = [
    Case(
      text: "conv 8 3x3 groups=2",
      message:
        "'conv 8 3x3 groups=2' (layer 2) gets 3 channels for 8 filters; it needs channels and filters that "
        + "groups=2 divides."
    ),
    Case(
      text: "conv 8 7x5 padding=valid dilation=3",
      message:
        "'conv 8 7x5 padding=valid dilation=3' (layer 2) gets an image of 12x12; it needs at least "
        + "19x13, its "
        + "kernel with dilation.",
      hint: "Pool less before it, or take padding=same."),
    Case(
      text: "conv 8 3x3 padding=[1,2,3]",
      message:
        "'conv 8 3x3 padding=[1,2,3]' (layer 2) gets a list for its padding; it needs two numbers (left and "
        + "right, top and "
        + "bottom) or four (left, right, top, bottom).", hint: "For example: padding=[0, 1, 0, 1]"),
    Case(
      text: "depthwise 13x13 padding=valid",
      message: "(layer 2) gets an image of 12x12; it needs at least 13x13, its kernel with dilation."),
    Case(
      text: "depthwise 3x3 padding=[1]",
      message: "(layer 2) gets a list for its padding; it needs two numbers"
    ),
    Case(
      text: "convtranspose 8 3x3 groups=3",
      message: "(layer 2) gets 3 channels for 8 filters; it needs channels and filters that groups=3 "
        + "divides."),
    Case(
      text: "convtranspose 8 3x3 padding=[1,1,1]",
      message: "(layer 2) gets a list for its padding; it needs two numbers"),
    Case(
      text: "convtranspose 8 2x2 stride=3",
      message:
        "(layer 2) gets a stride of 3 for a kernel of 2; it needs a kernel that is no smaller than the "
        + "stride, or padding=valid."
    ),
    Case(
      text: "convtranspose 8 3x3 padding=9",
      message:
        "(layer 2) gets an image of 12x12; it needs a larger one, or less padding: all of the output is cut "
        + "off.",
      hint: "Take a smaller padding."),
    Case(
      text: "pool max 13x2",
      message: "'pool max 13x2' (layer 2) gets an image of 12x12; it needs at least 13x2, its window.",
      hint: "Leave a pool out, or take a smaller window."),
    Case(
      text: "pool average 2x2 padding=2",
      message: "(layer 2) gets padding of 2; it needs less than its window, 2x2."),
    Case(
      text: "pool max 3x3 padding=[1,1,1,1,1]",
      message: "(layer 2) gets a list for its padding; it needs two numbers"),
    Case(
      text: "pool max", message: "'pool max' (layer 2) gets no size; it needs one.",
      hint: "Type: pool max 2x2, or pool global"),
    Case(text: "pool global 2x2", message: "(layer 2) gets a size; it needs none, it takes the whole image."),
    Case(
      text: "lrn 4",
      message: "'lrn 4' (layer 2) gets a size of 4; it needs an odd one, with a channel in the middle."),
    Case(
      text: "upsample 65536x65536\nupsample 65536x65536",
      message: "'upsample 65536x65536' (layer 2) is too large: it gives"),
    Case(
      text: "conv 1048576 65536x65536",
      message:
        "'conv 1048576 65536x65536' (layer 2) is too large: its weights have 1048576x3x65536x65536 numbers."),
    Case(
      text: "residual {\nconv 4 3x3\n}",
      message:
        "'residual' (layer 2) gets 12x12x4 and 12x12x3 (width x height x channels); it needs equal shapes to "
        + "add."
    ),
    Case(
      text: "branch concat {\npool max 2x2\n} {\n}",
      message:
        "'branch concat' (layer 2) gets 6x6x3 and 12x12x3 (width x height x channels); it needs equal width "
        + "and height to stand side by side."),
    Case(text: "pool max 2x2\nadd first", message: "'add first' (layer 3) gets 6x6x3 and 12x12x3"),
    Case(text: "pool max 2x2\nconcat first", message: "'concat first' (layer 3) gets 6x6x3 and 12x12x3"),
    Case(
      text: "add nobody", message: "'add nobody' (layer 2): no layer above is called 'nobody'.",
      hint: "Named are: first."),
  ]

  @Test(arguments: cases) func namesLayerLineFoundAndNeeded(test: Case) {
    let source = Spots(count: 1, shape: SampleShape(channels: 3, height: 12, width: 12))
    let error = #expect(throws: NetworkError.self) {
      try makeNetwork("relu name=first\n\(test.text)\ndense classes", source: source)
    }
    #expect(error?.message.contains(test.message) == true, "\(error?.message ?? "none")")
    #expect(error?.line != nil)
    if let hint = test.hint { #expect(error?.hint == hint) }
  }
}
