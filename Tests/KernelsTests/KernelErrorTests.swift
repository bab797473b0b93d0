import Tensors
import Testing

@testable import Kernels

@Suite struct KernelErrorTests {
  @Test func namesTheFunctionAndTheReason() {
    let error = KernelError.refused(function: "dnnl_primitive_create", status: 1)
    #expect(error.message == "oneDNN refuses dnnl_primitive_create: out of memory.")
    #expect(error.hint != nil)
  }

  @Test func theLibraryIsKnown() {
    #expect(["2", "3"].contains(KernelLibrary.version.split(separator: ".").first))
    #expect(!KernelLibrary.instructionSet.isEmpty)
  }

  @Test func slowCodeIsNoticed() throws {
    let slow = try onWorker { bench in
      let plain = Layout.plain([2, 3, 4, 4])
      return try bench.context.batchNormalization(plain, epsilon: 1e-5, relu: false).isSlow
    }
    #expect(slow)
  }
}
