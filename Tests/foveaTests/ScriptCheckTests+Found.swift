extension ScriptCheckTests {
  /// What once was found only while it ran.
  static let found: [(last: String, says: String)] = [
    (#"save m to "m.safetensors" overwrite=no"#, "there is a file 'm.safetensors' already."),
    (#"for i in [1, 2] { plot loss of m to "l.svg" overwrite=no }"#, "there is a file 'l.svg' already."),
    ("model x svm weights=[1, 2]; summary x on d", "weights has 2 numbers; there are 10 classes."),
    (
      "load shapes as k task=classification count=60; model x svm on=pca components=60; train x on k",
      "components=60 can't be; there are 59 to choose from."
    ),
    (
      "load shapes as k task=classification count=60; model x svm on=pca components=50; "
        + "crossvalidate x on k folds=5", "components=50 can't be; there are 47 to choose from."
    ),
    ("train s on d candidate=yes; choose s by=validation_loss", "'s' has no validation loss"),
    (
      sizes + "plot margins of x on b.test",
      "the images are 24x24x1; the model was trained on images of 32x32"
    ),
    (sizes + #"export b.test with x to "b.svmlight""#, "the images are 24x24x1; the model was trained on"),
    (#"show cv class="hexagon""#, "there is no class 'hexagon'."),
    ("runs sessions sort=date", "sessions are listed from the oldest to the newest."),
    (#"runs sessions "bla>""#, "'bla>' is no condition."), ("runs plot foo", "there is no run 'foo'."),
    ("replay a.fovea", "'a.fovea' is no session"), ("open a.fovea", "'a.fovea' is no session"),
    ("print len(r.accuracy)", "'len' needs a list or a text, found a number."),
    ("for i in range(1, r.classes) { print i }", "'a range' needs whole numbers, found a list."),
    ("print r.classes[1.5]", "'[ ]' needs a whole number"),
    ("train m on d epochs=$(r.accuracy > 1)", "found '$(r.accuracy > 1)' (yes or no)."),
    ("train m on d rate=$(r.classes)", "'rate' must be a number above 0, found '$(r.classes)' (a list)."),
    ("train m on d optimizer=$(r.accuracy)", "found '$(r.accuracy)' (a number)."),
  ]

  /// Images of the same classes in two sizes, and a machine of one of them.
  private static let sizes =
    "load shapes as a task=classification count=60; load shapes as b task=classification count=60 size=24x24; "
    + "model x svm; train x on a; "
}
