internal import Diagnostics

/// Names that other libraries use (PyTorch, Keras, scikit-learn, fastai), so that a message can tell the one
/// used here.
public enum Aliases {
  /// The names used here for one of another library, the most likely first.
  private static let names: [String: [String]] = [
    // Options.
    "lr": ["rate", "rates"], "learning_rate": ["rate", "rates"], "learningrate": ["rate", "rates"],
    "eta": ["rate"],
    "alpha": ["rate"], "step_size": ["rate", "every"], "lrs": ["rates"], "bs": ["batch"],
    "batch_size": ["batch"],
    "batchsize": ["batch"], "minibatch": ["batch"], "mini_batch": ["batch"], "wd": ["decay"],
    "weight_decay": ["decay"],
    "weightdecay": ["decay"], "l2": ["decay"], "n_epochs": ["epochs"], "num_epochs": ["epochs"],
    "nb_epoch": ["epochs"],
    "max_epochs": ["epochs"], "max_iter": ["epochs", "iterations"], "num_iter": ["iterations"],
    "val_split": ["validation"],
    "validation_split": ["validation"], "valid_pct": ["validation"], "val": ["validation"],
    "valid": ["validation"], "dev": ["validation"], "training": ["train"],
    "validation_size": ["validation"],
    "test_size": ["test"], "test_split": ["test"], "criterion": ["loss"], "loss_fn": ["loss"],
    "loss_func": ["loss"],
    "loss_function": ["loss"], "opt": ["optimizer"], "optim": ["optimizer"], "opt_func": ["optimizer"],
    "solver": ["optimizer"],
    "scheduler": ["schedule"], "lr_scheduler": ["schedule"], "lr_schedule": ["schedule"],
    "random_state": ["seed"],
    "random_seed": ["seed"], "manual_seed": ["seed"], "eps": ["epsilon"], "smoothing": ["label_smoothing"],
    "clip_norm": ["clip"], "clipnorm": ["clip"], "max_grad_norm": ["clip"], "grad_clip": ["clip"],
    "gradient_clip_val": ["clip"], "clipvalue": ["clip_value"], "max_norm": ["clip"],
    "grad_accum": ["accumulate"],
    "accumulation_steps": ["accumulate"], "accumulate_grad_batches": ["accumulate"],
    "gradient_accumulation_steps": ["accumulate"], "dtype": ["precision"], "amp": ["precision"],
    "mixed_precision": ["precision"], "early_stopping": ["patience"],
    "class_weight": ["class_weights"], "weight": ["class_weights"], "warmup_epochs": ["warmup"],
    "min_lr": ["lowest"],
    "eta_min": ["lowest"],
    "t_0": ["every"], "t_mult": ["growth"], "pct_start": ["rise"], "probability": ["probabilities"],
    "tol": ["tolerance"],
    "cache_size": ["cache"], "n_components": ["components"], "decision_function_shape": ["multiclass"],
    "n_splits": ["folds"],
    "k": ["folds", "top"], "cv": ["folds"], "kfold": ["folds"], "n_folds": ["folds"], "top_k": ["top"],
    "topk": ["top"],
    "stratify": ["by"], "n_jobs": ["threads"], "num_workers": ["threads"], "num_threads": ["threads"],
    "input_shape": ["input"], "input_size": ["input"], "img_size": ["size"], "image_size": ["size"],
    "resize": ["size"],
    "num_classes": ["classes"], "n_classes": ["classes"], "kernel_initializer": ["init"],
    "initializer": ["init"],
    "weight_init": ["init"], "strides": ["stride"], "pad": ["padding"], "dilation_rate": ["dilation"],
    "use_bias": ["bias"],
    "negative_slope": ["slope"], "affine": ["scale"], "depth_multiplier": ["multiplier"],
    "max_samples": ["limit"],
    "pixels_per_cell": ["cell"], "cells_per_block": ["block"],
    // Commands.
    "fit": ["train"], "learn": ["train"], "eval": ["evaluate"], "score": ["evaluate"],
    "validate": ["evaluate"],
    "cross_val_score": ["crossvalidate"], "cross_validate": ["crossvalidate"], "lr_find": ["find"],
    "read": ["load"],
    "import": ["load"], "exit": ["quit"], "bye": ["quit"], "ls": ["list"], "delete": ["forget"],
    "del": ["forget"],
    "remove": ["forget"], "rm": ["forget"], "drop": ["forget"], "echo": ["print"], "include": ["source"],
    // Layers and steps.
    "conv2d": ["conv"], "convolution": ["conv"], "convolution2d": ["conv"], "linear": ["dense"],
    "fc": ["dense"],
    "fully_connected": ["dense"], "maxpool": ["pool"], "maxpool2d": ["pool"], "maxpooling2d": ["pool"],
    "avgpool": ["pool"],
    "max_pool": ["pool"], "avg_pool": ["pool"], "conv_transpose": ["convtranspose"],
    "conv2dtranspose": ["convtranspose"],
    "deconv": ["convtranspose"], "bn": ["batchnorm"], "batch_norm": ["batchnorm"],
    "batchnorm2d": ["batchnorm"],
    "layer_norm": ["layernorm"], "leaky_relu": ["leakyrelu"], "silu": ["swish"],
    "depthwise_conv": ["depthwise"],
    "concatenate": ["concat"], "cat": ["concat"],
    // Functions.
    "ln": ["log"], "avg": ["mean"], "average": ["mean"], "length": ["len"], "count": ["len"],
    "size": ["len"], "ceiling": ["ceil"], "trunc": ["floor"], "int": ["floor"], "absolute": ["abs"],
    "total": ["sum"], "seq": ["range"],
    // Fields of results.
    "acc": ["accuracy"], "val_acc": ["validation_accuracy"], "val_accuracy": ["validation_accuracy"],
    "val_loss": ["validation_loss"], "f1": ["macro_f1"], "f1_score": ["macro_f1"],
  ]

  /// Names of options that are taken as they are; the record keeps the name used here. The last two are those
  /// of earlier versions, whose sessions go on replaying.
  public static let options = [
    "lr": "rate", "learning_rate": "rate", "bs": "batch", "batch_size": "batch", "weight_decay": "decay",
    "weights": "class_weights", "by": "metric",
  ]
  /// Those of earlier versions among them.
  public static let former = ["weights", "by"]
  /// The same for verbs.
  public static let verbs = ["fit": "train"]

  /// The word used here for one that may be typed in its place: an option of other libraries, or British
  /// spelling; nil where there is none among those that are known.
  public static func accepted(_ word: String, among known: some Sequence<String>) -> String? {
    let known = Set(known)
    if let own = options[word], known.contains(own) { return own }
    let pairs = [
      ("isation", "ization"), ("ise", "ize"), ("our", "or"), ("grey", "gray"), ("centre", "center"),
    ]
    return pairs.lazy.map { word.replacing($0.0, with: $0.1) }.first { $0 != word && known.contains($0) }
  }

  /// The word itself where it is known, else the one used here in its place, if there is one.
  public static func canonical(_ word: String, among known: [String]) -> String {
    known.contains(word) ? word : accepted(word, among: known) ?? word
  }

  /// The name used here for one of another library, if it is among the known ones.
  public static func own(for name: String, among known: [String]) -> String? {
    names[name.lowercased()]?.first { known.contains($0) && $0 != name }
  }

  /// "This option is called 'rate'.", "Did you mean 'plot'?", or nil when nothing is near.
  ///
  /// - Parameter kind: what is looked for: an option, a command.
  public static func phrase(for name: String, kind: String, among known: [String]) -> String? {
    if let own = own(for: name, among: known) { return "This \(kind) is called '\(own)'." }
    return Suggestion.phrase(for: name, among: known)
  }
}
