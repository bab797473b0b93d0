internal import Datasets
internal import Foundation
internal import Images
internal import Kernels
internal import Notebooks
internal import Runtime

/// What `fovea doctor` tells.
public enum DoctorReport {
  public static var lines: [String] {
    [
      "fovea \(Program.version), numerics "
        + NumericsArea.allCases.map { "\($0.rawValue) \(Program.numerics($0))" }.joined(separator: ", "),
      "OpenBLAS \(KernelLibrary.linearAlgebraVersion)\(linearAlgebraRemark)",
      "oneDNN \(KernelLibrary.version), instruction set "
        + "\(KernelLibrary.instructionSet), L2 \(Program.level2Cache)",
      "libpng \(CodecVersions.png), libjpeg-turbo \(CodecVersions.jpeg), cmark \(MarkdownLibrary.version)",
      "gnuplot: \(gnuplot ?? "missing; 'apt install gnuplot-nox' gives pictures in files")",
      "fashion-mnist: \(fashion)",
    ]
  }

  private static var linearAlgebraRemark: String {
    KernelLibrary.linearAlgebraIsForced
      ? ": OPENBLAS_CORETYPE names other kernels than Haswell's, so that svm on=pca has other bits than "
        + "elsewhere" : ""
  }

  /// Whether all that is needed is there; gnuplot and data sets are only wanted.
  public static var isWell: Bool { KernelLibrary.instructionSet != "unknown" }

  /// Where gnuplot is.
  private static var gnuplot: String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { $0 + "/gnuplot" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  private static var fashion: String {
    do throws(DataError) {
      let data = try Loading.load(source: DataSourceName("fashion-mnist"))
      return "\(data.train.count) training and \(data.test?.count ?? 0) test images"
    } catch {
      return error.message + (error.hint.map { " " + $0 } ?? "")
    }
  }
}
