internal import Datasets
internal import Networks
internal import Runtime

/// The named architectures as help and the reference show them.
enum ArchitectureText {
  /// The whole of one, in lines of at most `columns` characters but for its layers.
  static func help(_ architecture: Architecture, columns: Int) -> String {
    let help = Help(columns: columns)
    return [
      help.paragraph("\(architecture.name): \(architecture.paper)"),
      "  model NAME \(architecture.name)",
      help.paragraph(facts(architecture) + " Without input and classes the model follows the data."),
      "It is the same as:",
      architecture.text.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }
        .joined(separator: "\n"),
      help.paragraph("To change a layer, define the model as 'model NAME cnn { … }' with these lines."),
    ].joined(separator: "\n\n")
  }

  /// What it was made for and what that comes to.
  static func facts(_ architecture: Architecture) -> String {
    // Those for small images are known by ten classes, the others by the thousand of ImageNet.
    let classes = architecture.input.width < 64 ? 10 : 1000
    let made = "Made for images of \(architecture.input)"
    guard
      let summary = try? NetworkDefinition(lines: architecture.lines).summary(
        input: architecture.input, classes: classes)
    else { return made + "." }
    return
      "\(made) (width x height x channels): with "
      + "\(Spelling.count(classes)) classes it has \(Spelling.count(summary.parameters)) "
      + "parameters and takes \(Spelling.count(summary.macs)) multiply-accumulates an image."
  }
}
