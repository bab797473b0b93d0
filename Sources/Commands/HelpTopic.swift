internal import Runtime

/// Help on what isn't declared by a command: the figures that tables show, the ideas behind them, other words
/// for ours, and the built-in data.
struct HelpTopic: Sendable {
  let name: String
  /// Other names of it: those of fields, of columns and of other libraries.
  let others: [String]
  /// One sentence.
  let summary: String
  /// More about it, a paragraph each.
  let notes: [String]
  let examples: [String]

  init(
    _ name: String, also others: [String] = [], _ summary: String, _ notes: String..., examples: [String] = []
  ) {
    self.name = name
    self.others = others
    self.summary = summary
    self.notes = notes
    self.examples = examples
  }

  static let all: [HelpTopic] = [aliases] + figures + tests + ideas + builtin

  /// The topic of a name, whatever its case, and with `_` or `-` for spaces.
  static func named(_ name: String) -> HelpTopic? {
    let wanted = plain(name)
    return all.first { plain($0.name) == wanted } ?? all.first { $0.others.contains { plain($0) == wanted } }
  }

  private static func plain(_ name: String) -> String {
    name.lowercased().replacing("_", with: " ").replacing("-", with: " ")
  }

  func text(_ help: Help) -> String {
    var lines = [help.paragraph("\(name): \(summary)")]
    for note in notes { lines += ["", help.paragraph(note)] }
    if !examples.isEmpty {
      lines += ["", examples.count == 1 ? "Example:" : "Examples:"] + examples.map { "  \($0)" }
    }
    return lines.joined(separator: "\n")
  }
}

extension HelpTopic {
  private static let aliases = HelpTopic(
    "aliases", also: ["alias", "other words"], "Other words that are taken for options and commands.",
    "They may be typed wherever the option or command may stand, also behind --set and in conditions of "
      + "'runs'; help, messages and the record have the word on the right.",
    (Aliases.options.filter { !Aliases.former.contains($0.key) }.map { ($0.key + "=", $0.value + "=") }
      + Aliases.verbs.map { ($0.key, $0.value) }).sorted { $0.0 < $1.0 }
      .map { "\($0.0) is \($0.1)" }.joined(separator: ", ") + ".",
    "Words of earlier versions: weights= of support vector machines is class_weights=, by= of 'choose' is "
      + "metric=. British spelling is taken too: normalise, greyscale. Names of other libraries that aren't "
      + "taken are named in the message: 'help n_epochs' shows epochs.",
    examples: ["fit small on fashion lr=0.1 bs=64", "runs list lr=0.1"])

  // MARK: Figures

  private static let figures = [
    HelpTopic(
      "accuracy", also: ["validation accuracy", "test accuracy", "mean accuracy", "mean of folds"],
      "Fraction of correct predictions.",
      "The accuracy of a training is the mean over the epoch while the weights change; the validation "
        + "accuracy is measured after the epoch, the test accuracy by 'evaluate'. For label sets the figure "
        + "is called 'all labels right'."),
    HelpTopic(
      "all labels right",
      also: ["subset_accuracy", "all right", "all classes right", "exact match", "exact match ratio"],
      "Fraction of images whose predicted label set is exactly the true one (subset accuracy).",
      "One missing or extra label makes an image wrong, so the figure is low where images have many labels: "
        + "macro AP and micro F1 tell more. It is the field subset_accuracy of 'evaluate', and accuracy in "
        + "the history of a training on label sets."),
    HelpTopic(
      "macro AP",
      also: [
        "macro_ap", "mAP", "mean average precision", "AP", "average_precision", "validation_macro_ap",
        "validation AP", "test AP", "mean AP of folds", "mean_macro_ap",
      ],
      "Mean over the classes of their average precision (mAP); for label sets.",
      "The average precision (AP) of a class ranks all images by its score and is the mean precision at the "
        + "images that show it: 1 when these come first. It needs no threshold. A class without images has "
        + "none and is left out.",
      examples: ["evaluate finder on drawn.test", "choose finder metric=validation_macro_ap"]),
    HelpTopic(
      "micro AP", also: ["micro_ap"],
      "Average precision of all pairs of image and class in one ranking; for label sets."),
    HelpTopic(
      "Hamming loss", also: ["hamming"],
      "Fraction of all labels, one per class and image, that are predicted wrong; for label sets.",
      "It is small where images have few of many classes, even for a model that predicts none."),
    HelpTopic(
      "precision", "Of the images predicted as a class, the fraction that are of it.",
      "A class that is never predicted has precision 0."),
    HelpTopic("recall", also: ["sensitivity"], "Of the images of a class, the fraction predicted as it."),
    HelpTopic(
      "F1", also: ["f1 score"], "Harmonic mean of precision and recall: 2 P R / (P + R)."),
    HelpTopic(
      "support", also: ["images"], "Number of images of a class among those that were evaluated."),
    HelpTopic(
      "macro F1",
      also: ["macro", "macro average", "macro_precision", "macro_recall", "macro_f1"],
      "Mean over the classes, each counting the same; likewise macro precision and macro recall."),
    HelpTopic(
      "micro F1", also: ["micro", "micro average", "micro_precision", "micro_recall", "micro_f1"],
      "F1 of all labels of all images counted together; likewise micro precision and micro recall."),
    HelpTopic(
      "weighted F1",
      also: ["weighted", "weighted average", "weighted_precision", "weighted_recall", "weighted_f1"],
      "Mean over the classes, each weighted by its number of images; likewise precision and recall."),
    HelpTopic(
      "samples F1",
      also: ["samples average", "samples_precision", "samples_recall", "samples_f1"],
      "Mean over the images of the F1 of their labels; likewise precision and recall; for label sets."),
    HelpTopic("jaccard", "Mean over the images of the labels in both sets divided by those in either."),
    HelpTopic(
      "loss", also: ["validation loss", "test loss", "validation_loss", "cross-entropy"],
      "What a training minimizes, as a mean over the images.",
      "The loss of a training is that of loss=, class weights and label smoothing included; 'evaluate' shows "
        + "the cross-entropy of the probabilities. Guessing among n classes has the loss log(n), 2.3026 for "
        + "ten."
    ),
    HelpTopic("epoch", also: ["epochs done"], "One pass over the training part."),
  ]

  private static let tests = [
    HelpTopic(
      "95% interval", also: ["interval", "Wilson", "confidence interval"],
      "Range that holds the true value with 95% confidence.",
      "That of an accuracy is Wilson's score interval; that of a difference in macro AP is a bootstrap "
        + "interval."),
    HelpTopic(
      "McNemar",
      also: ["McNemar's test", "p", "p exact", "p chi²", "p Holm", "chi²", "1st only", "2nd only", "Holm"],
      "Test whether two models differ in accuracy on the same images.",
      "It counts the images that only the first model predicts correctly (1st only) and those that only the "
        + "second does (2nd only). p exact is the probability of so uneven a division if both models were "
        + "equally good; p chi² is its approximation with continuity correction; p Holm is adjusted for the "
        + "number of pairs. Below 0.05 a difference is usually called significant.",
      examples: ["compare small large"]),
    HelpTopic(
      "difference", also: ["p_difference"],
      "Macro AP of the first model minus that of the second, with a bootstrap interval and p-value."),
    HelpTopic(
      "overlap", "Number of evaluated images that the model was trained on.",
      "Figures of such images are too good: evaluate on images that the model hasn't seen."),
  ]

  // MARK: Ideas

  private static let ideas = [
    HelpTopic(
      "label sets", also: ["label set", "multilabel", "multi-label", "multilabel classification"],
      "Images that show any number of classes each, also none (multi-label classification).",
      "Data: a table with several labels in a row (images/1.png,cat;dog), an svmlight file with "
        + "task=multilabel, or 'load shapes'. A network gets one sigmoid per class and loss=bce, a support "
        + "vector machine one machine per class. 'evaluate' shows macro AP, micro F1, Hamming loss and all "
        + "labels right; threshold= says from which probability on a label is predicted.",
      examples: ["load shapes as drawn", "load \"labels.csv\" as photos task=multilabel"]),
    HelpTopic(
      "threshold", also: ["thresholds", "threshold of a class"],
      "Probability from which on a label is predicted; for label sets.",
      "0.5 by default, for all classes; a list has one number per class. threshold=validation takes for each "
        + "class the one with the best F1 on the validation part. Macro AP and the loss don't depend on it.",
      examples: ["evaluate finder on drawn.test threshold=validation", "evaluate finder threshold=0.3"]),
    HelpTopic(
      "test part", also: ["training part", "validation part", "part", "parts"],
      "Data sets have up to three parts: NAME.train, NAME.validation and NAME.test.",
      "Models learn from the training part; settings are chosen by the validation part, which 'split' takes "
        + "from the training images; the test part is for the final figures.",
      examples: ["split fashion validation=10%", "evaluate small on fashion.validation"]),
  ]

  private static let builtin = [
    HelpTopic(
      "shapes", "Generated images of up to three shapes each, with label sets, to try multi-label training.",
      "32x32 pixels, gray: 2,000 training images (count=), 500 for validation and 1,000 for testing. size=, "
        + "noise= and seed= change how they are drawn; the same seed draws the same images.",
      examples: ["load shapes as drawn count=1000"]),
    HelpTopic(
      "digits", "1,797 handwritten digits of 8x8 pixels, gray, in 10 classes, inside the program.",
      "1,437 are the training part, 360 the test part.", examples: ["load digits as digits"]),
    HelpTopic(
      "fashion-mnist", "70,000 images of clothing of 28x28 pixels, gray, in 10 classes.",
      "60,000 are the training part, 10,000 the test part. Its files have to be installed: 'fovea doctor' "
        + "says whether they are.", examples: ["load fashion-mnist as fashion"]),
  ]
}
