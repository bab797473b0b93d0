internal import Declarations
internal import Networks
public import Runtime

/// The commands of the shell, for tools that write a reference.
public enum CommandReference {
  public static var commands: CommandTable { Verbs.table }

  /// The page of all layers and named architectures, in Markdown: made from what the language itself goes by.
  public static var layers: String {
    let layers = Layers.all.map { layer in
      """
      ## \(layer.name)

      \(layer.summary)

      ```
      \(Help.usage(layer, kind: "layer"))
      ```

      \(table(layer.parameters))
      Example: `\(layer.example)`
      """
    }
    let architectures = Architecture.all.map { architecture in
      """
      ## \(architecture.name)

      \(architecture.paper). \(ArchitectureText.facts(architecture))

      ```
      \(architecture.text)
      ```
      """
    }
    return ([heading] + layers + [architectureHeading] + architectures).joined(separator: "\n\n") + "\n"
  }

  private static let heading = """
    # Layers

    What may stand in the block of `model NAME cnn { … }`, one a line or after `;`. Shapes, channels and \
    classes follow the data:
    `summary NAME on DATA` shows them. `help LAYER` shows the same at the prompt. Sizes are width x height.

    This page is generated from the declarations of the layers; `Scripts/reference` writes it.
    """

  private static let architectureHeading = """
    # Architectures

    `model NAME resnet18` is short for the lines below; input and classes follow the data unless `input=` \
    and `classes=` are given.
    """

  private static func table(_ parameters: [Parameter]) -> String {
    guard !parameters.isEmpty else { return "" }
    let rows = parameters.map { parameter in
      let cells = [
        "`\(parameter.name)`", parameter.summary, Help.values(parameter),
        parameter.isRequired ? "needed" : parameter.defaultValue.map { "`\(Help.spelled($0))`" } ?? "",
      ]
      return "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
    return (["| argument | what it is | values | default |", "| --- | --- | --- | --- |"] + rows).joined(
      separator: "\n") + "\n"
  }
}
