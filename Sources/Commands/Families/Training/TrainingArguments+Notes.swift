/// What help says of training besides its options.
extension TrainingArguments {
  /// The paragraphs that help adds to the list of options.
  static let notes = [
    "Optimizers, schedules and losses follow PyTorch's formulas and defaults, onecycle fastai's (rate / 25 "
      + "up to rate, down to rate / 100,000; momentum, or beta1 of adam, from 0.95 to 0.85 and back unless "
      + "it is given). decay and l1 act on all weights, biases and normalizations included. Gradients are "
      + "clipped before.",
    "precision=bf16 keeps activations and their gradients in 16 bits and multiplies those, which is up to "
      + "twice as fast where the processor has instructions for it. Weights, sums, the optimizer, the layers "
      + "that get the image and predictions stay in 32 bits. Results differ, and are as reproducible.",
    "Probabilities are the softmax of the outputs, whatever the loss, of label sets the sigmoid of each; "
      + "their accuracy is the fraction of images with all labels right. mse, mae and huber compare each "
      + "output with 1 for the class and 0 for the others, bce does so through a sigmoid. The figures "
      + "'loss' and 'validation_loss' of a training are of its own loss, class weights and smoothing "
      + "included; 'evaluate' gives the cross-entropy of the probabilities.",
  ]
}
