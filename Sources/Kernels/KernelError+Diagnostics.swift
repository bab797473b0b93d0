public import Declarations

extension KernelError: ExplainedError {
  /// What failed, in one sentence.
  public var message: String {
    switch self {
    case .refused(let function, let status):
      "oneDNN refuses \(function): \(Self.meaning(of: status))."
    case .noThread(let code):
      "no worker thread could be started (error \(code))."
    case .noLibrary(let reason): "OpenBLAS can't be opened: \(reason)."
    case .input(let message, _): message
    }
  }

  /// What to change; nil when there is no advice.
  public var hint: String? {
    switch self {
    case .refused(_, 1): "Not enough memory: take a smaller batch or a smaller network."
    case .refused: nil
    case .noLibrary: "Install it: apt install libopenblas0"
    case .input(_, let hint): hint
    case .noThread: "Fewer threads may do: set threads=1"
    }
  }

  private static func meaning(of status: Int) -> String {
    switch status {
    case 1: "out of memory"
    case 2: "an argument isn't valid"
    case 3: "it isn't implemented for this processor or these sizes"
    default: "status \(status)"
    }
  }
}
