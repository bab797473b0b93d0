internal import Kernels

/// Does what kernels may refuse, with their error as one of networks.
func withKernels<Result>(_ work: () throws(KernelError) -> Result) throws(NetworkError) -> Result {
  do throws(KernelError) { return try work() } catch { throw .kernel(error) }
}

/// One expression that kernels may refuse.
func withKernels<Result>(
  _ result: @autoclosure () throws(KernelError) -> Result
) throws(NetworkError) -> Result {
  do throws(KernelError) { return try result() } catch { throw .kernel(error) }
}
