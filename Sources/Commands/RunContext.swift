internal import Record
internal import Runtime

/// Under what commands run, besides the names of the session: typed at a prompt, replayed, brought back, or
/// as the blocks of a notebook. Whoever runs commands otherwise makes a context of its own, and puts the one
/// that was there back.
struct RunContext {
  /// Results of earlier work; nil computes everything.
  var cache: ResultCache?
  /// Who keeps trainings, so that they can go on when the session is cut off; nil keeps none.
  var checkpoints: CheckpointStore?
  /// What the command that runs gave when it was recorded, where a session is brought back: its times are
  /// those that were measured then.
  var recordedResult: SessionEntry?
  /// How the next training ended when it was recorded, on a replay.
  var recordedTraining = RecordedTraining()
  /// Where files go while a session is replayed; nil where they are the person's own.
  var replayFiles: ReplayFiles?
  /// Whether a session that was cut off is brought back: its files are its own to write again.
  var writesAgain = false
  /// Whether what runs is brought back, as it is in the record.
  var bringsBack = false
  /// Where relative names of scripts lead, while the current folder is another; nil where it isn't.
  var scriptFolder: String?
  /// What scripts say that are sourced, by their paths, whatever their files hold now: those of a text that
  /// goes on.
  var keptScripts: [String: String] = [:]
  /// Whether pictures are kept as SVG for a page, instead of being drawn in the terminal.
  var keepsDrawings = false
  /// Whether what runs are the blocks of a notebook.
  var isNotebook = false
  /// The parts of the notebook, as they were checked.
  var document: CheckedDocument?
  /// Whether what runs may have names that later became words of the language: a session of format 1.
  var allowsOldNames = false
}
