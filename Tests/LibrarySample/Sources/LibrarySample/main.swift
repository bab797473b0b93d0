// Trains a small network on the digits and prints its accuracy on held-out images.
import Datasets
import Evaluation
import Networks

let data = try Loading.load(source: "digits")
let definition = try NetworkDefinition(layers: [
  Convolution(filters: 16, kernel: 3), BatchNorm(), ReLU(), Pooling(.maximum, size: 2),
  Convolution(filters: 32, kernel: 3), ReLU(), Dropout(0.25), Dense(.classes),
])
let train = try data.source(.train, training: true, seed: 1)
let test = try data.source(.test, training: false, seed: 1)
let network = try Network(definition: definition, input: train.shape, classes: train.classes, seed: 1)
var options = TrainingOptions(
  epochs: 5, batch: 32, optimizer: OptimizerSettings(kind: .adam), rate: 0.001, seed: 1)
options.loss = CrossEntropyLoss(smoothing: 0.1)
let outcome = try network.train(on: train, options: options, threads: 2)
if let predictions = try network.predict(test, threads: 2) {
  print(outcome.steps, "steps, accuracy", try Classification(predictions).accuracy)
}
