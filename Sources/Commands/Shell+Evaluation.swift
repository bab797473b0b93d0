internal import Datasets
internal import Models
internal import Runtime

extension Shell {
  /// What a trained model says of a part of a data set, as its training images were prepared.
  ///
  /// - Parameter place: `fashion.test`; nil is the test part of the data that it was trained on.
  func evaluate(_ name: String, on place: String?, _ command: BoundCommand) throws -> EvaluationDetails {
    let (entry, model) = try trained(name)
    guard let preparation = entry.preparation else {
      throw CommandFailure("'\(name)' doesn't know how its images were prepared.")
    }
    guard let place = place ?? entry.dataName else {
      throw CommandFailure.knowsNoData(name, command.verb)
    }
    let (dataName, partName) = Self.parts(of: place, default: .test)
    let data = try data(dataName)
    guard data.classes == entry.classes else {
      throw CommandFailure.otherClasses(name, entry.classes, dataName, data.classes, "data")
    }
    guard model.task == data.task else {
      throw CommandFailure.otherTask(name, model.task, dataName, "data")
    }
    let part = try data.requiredPart(partName)
    guard part.count > 0 else {
      throw CommandFailure("'\(dataName).\(partName.rawValue)' has no images.", argument: "data")
    }
    let samples = try preparation.source(of: part, classes: data.classes.count)
    let content = cache == nil ? nil : "\(partName.rawValue) of \(data.identity)"
    let (predictions, seconds) = try predictions(
      of: entry, model, name, on: samples, content: content, command
    ) {
      part.title($0, of: "\(dataName).\(partName.rawValue)")
    }
    return EvaluationDetails(
      model: name, place: "\(dataName).\(partName.rawValue)", classes: data.classes, predictions: predictions,
      images: part,
      overlap: entry.trainedOn?.hashes.overlap(with: part), seconds: seconds)
  }
}

extension Part {
  /// What an image is called: its file, or its place in the part.
  func title(_ position: Int, of place: String) -> String { file(position) ?? "\(place) \(position)" }
}
