// What oneDNN has code for, and what the thread asks of the processor.
#ifndef FOVEA_ONEDNN_MACHINE_H
#define FOVEA_ONEDNN_MACHINE_H

#include <oneapi/dnnl/dnnl.h>
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

// The widest instruction set that oneDNN uses here. The two releases know different ones, and give some of
// them other numbers.
static inline const char *fovea_instruction_set(void) {
  switch (dnnl_get_effective_cpu_isa()) {
    case dnnl_cpu_isa_sse41: return "sse41";
    case dnnl_cpu_isa_avx: return "avx";
    case dnnl_cpu_isa_avx2: return "avx2";
    case dnnl_cpu_isa_avx2_vnni: return "avx2_vnni";
    case dnnl_cpu_isa_avx512_core: return "avx512_core";
    case dnnl_cpu_isa_avx512_core_vnni: return "avx512_core_vnni";
    case dnnl_cpu_isa_avx512_core_bf16: return "avx512_core_bf16";
    case dnnl_cpu_isa_avx512_core_amx: return "avx512_core_amx";
#if DNNL_VERSION_MAJOR >= 3
    case dnnl_cpu_isa_avx2_vnni_2: return "avx2_vnni_2";
    case dnnl_cpu_isa_avx512_core_fp16: return "avx512_core_fp16";
    case dnnl_cpu_isa_avx512_core_amx_fp16: return "avx512_core_amx_fp16";
#else
    case dnnl_cpu_isa_avx512_mic: return "avx512_mic";
    case dnnl_cpu_isa_avx512_mic_4ops: return "avx512_mic_4ops";
#endif
    default: return "baseline";
  }
}

// Whether there is code for Winograd's convolution of float32 on processors with AVX-512: oneDNN 3 dropped
// it.
static inline int fovea_has_winograd(void) { return DNNL_VERSION_MAJOR < 3; }

// omp.h lies in gcc's own folder, which clang doesn't search. The count that this sets belongs to the calling
// thread alone.
void omp_set_num_threads(int count);

// Swift has no intrinsics. Flush-to-zero and denormals-are-zero for the calling thread; returns whether the
// processor has them.
static inline int fovea_flush_denormals(void) {
#if defined(__x86_64__)
  _mm_setcsr(_mm_getcsr() | 0x8040u);
  return 1;
#elif defined(__aarch64__)
  unsigned long control;
  __asm__ volatile("mrs %0, fpcr" : "=r"(control));
  __asm__ volatile("msr fpcr, %0" : : "r"(control | (1ul << 24)));
  return 1;
#else
  return 0;
#endif
}

// Tells the processor that the thread spins.
static inline void fovea_relax(void) {
#if defined(__x86_64__)
  _mm_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

#endif
