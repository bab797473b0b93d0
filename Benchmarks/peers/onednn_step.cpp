// What oneDNN allows: one training step of `svgg` (see ../README.md), a thread a shard, random input, no loss, no optimizer.
// ./step THREADS SHARD MODE [profile]     MODE 0: f32 direct, 1: bf16, 2: f32 with Winograd
#include <omp.h>

#include <barrier>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <dnnl.hpp>
#include <functional>
#include <thread>
#include <vector>
using namespace dnnl;
using dims = memory::dims;
using dt = memory::data_type;
using tag = memory::format_tag;
static double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}
bool winograd = false;  // forward and backward data of all but the first convolution, f32 only
static algorithm chosen(bool first) {
  return winograd && !first ? algorithm::convolution_winograd : algorithm::convolution_direct;
}
struct Net {
  engine e;
  stream s;
  std::vector<std::function<void()>> f, b;
  size_t bytes = 0;
  bool prof = false;
  dt T;
  int N;
  std::vector<std::pair<std::string, double>> acc;
  Net(int N, dt T) : e(engine::kind::cpu, 0), s(e), T(T), N(N) {}
  memory mk(const memory::desc& d) {
    memory m(d, e);
    bytes += d.get_size();
    memset(m.get_data_handle(), 0, d.get_size());
    return m;
  }
  memory reorder_if(memory a, const memory::desc& d, std::vector<std::function<void()>>& l) {
    if (a.get_desc() == d) return a;
    memory m = mk(d);
    auto r = dnnl::reorder(a, m);
    l.push_back([=, this]() mutable { r.execute(s, a, m); });
    return m;
  }
  // returns {dst, function to add backward given ddst -> dsrc}
  using BK = std::function<memory(memory)>;
  std::vector<BK> bks;
  std::vector<memory> wts, dws;
  memory conv(memory src, int C, int K, int H, bool first) {
    dims sd = {N, C, H, H}, wd = {K, C, 3, 3}, dd = {N, K, H, H};
    memory::desc sm(sd, T, tag::any), wm(wd, T, tag::any), dm(dd, T, tag::any);
    dims st = {1, 1}, pd = {1, 1};
    auto fd = convolution_forward::desc(prop_kind::forward_training, chosen(first),
                                        first ? src.get_desc() : sm, wm, dm, st, pd, pd);
    auto fp = convolution_forward::primitive_desc(fd, e);
    memory x = reorder_if(src, fp.src_desc(), f);
    memory w = mk(fp.weights_desc());
    memory y = mk(fp.dst_desc());
    for (size_t i = 0; i < fp.weights_desc().get_size() / 4; i++)
      if (T == dt::f32) ((float*)w.get_data_handle())[i] = ((i * 2654435761u) % 1000 / 1000.f - .5f) * .1f;
    auto p = convolution_forward(fp);
    f.push_back([=, this]() mutable { p.execute(s, {{DNNL_ARG_SRC, x}, {DNNL_ARG_WEIGHTS, w}, {DNNL_ARG_DST, y}}); });
    bks.push_back([=, this](memory dy) mutable {
      auto wdsc = convolution_backward_weights::desc(algorithm::convolution_direct, x.get_desc(), wm, dm, st, pd, pd);
      auto wp = convolution_backward_weights::primitive_desc(wdsc, e, fp);
      memory d2 = reorder_if(dy, wp.diff_dst_desc(), b);
      memory dw = mk(wp.diff_weights_desc());
      memory x2 = reorder_if(x, wp.src_desc(), b);
      auto pw = convolution_backward_weights(wp);
      b.push_back([=, this]() mutable {
        pw.execute(s, {{DNNL_ARG_SRC, x2}, {DNNL_ARG_DIFF_DST, d2}, {DNNL_ARG_DIFF_WEIGHTS, dw}});
      });
      dws.push_back(dw);
      if (first) return memory();
      auto ds = convolution_backward_data::desc(chosen(first), sm, wm, dm, st, pd, pd);
      auto dp = convolution_backward_data::primitive_desc(ds, e, fp);
      memory dx = mk(dp.diff_src_desc());
      memory d3 = reorder_if(dy, dp.diff_dst_desc(), b);
      memory w2 = reorder_if(w, dp.weights_desc(), b);
      auto pdp = convolution_backward_data(dp);
      b.push_back([=, this]() mutable {
        pdp.execute(s, {{DNNL_ARG_DIFF_SRC, dx}, {DNNL_ARG_WEIGHTS, w2}, {DNNL_ARG_DIFF_DST, d3}});
      });
      return dx;
    });
    return y;
  }
  memory bnrelu(memory x, int C) {
    auto fl = normalization_flags::use_scale_shift | normalization_flags::fuse_norm_relu;
    auto d = batch_normalization_forward::desc(prop_kind::forward_training, x.get_desc(), 1e-5f, fl);
    auto pd = batch_normalization_forward::primitive_desc(d, e);
    memory y = mk(pd.dst_desc()), mean = mk(pd.mean_desc()), var = mk(pd.variance_desc()), ss = mk(pd.weights_desc()),
           ws = mk(pd.workspace_desc());
    for (int i = 0; i < C; i++) ((float*)ss.get_data_handle())[i] = 1;
    auto p = batch_normalization_forward(pd);
    f.push_back([=, this]() mutable {
      p.execute(s, {{DNNL_ARG_SRC, x},
                    {DNNL_ARG_DST, y},
                    {DNNL_ARG_MEAN, mean},
                    {DNNL_ARG_VARIANCE, var},
                    {DNNL_ARG_SCALE_SHIFT, ss},
                    {DNNL_ARG_WORKSPACE, ws}});
    });
    bks.push_back([=, this](memory dy) mutable {
      auto bd = batch_normalization_backward::desc(prop_kind::backward, x.get_desc(), x.get_desc(), 1e-5f, fl);
      auto bp = batch_normalization_backward::primitive_desc(bd, e, pd);
      memory d2 = reorder_if(dy, bp.diff_dst_desc(), b);
      memory dx = mk(bp.diff_src_desc()), dss = mk(bp.diff_weights_desc());
      auto q = batch_normalization_backward(bp);
      b.push_back([=, this]() mutable {
        q.execute(s, {{DNNL_ARG_SRC, x},
                      {DNNL_ARG_MEAN, mean},
                      {DNNL_ARG_VARIANCE, var},
                      {DNNL_ARG_DIFF_DST, d2},
                      {DNNL_ARG_SCALE_SHIFT, ss},
                      {DNNL_ARG_WORKSPACE, ws},
                      {DNNL_ARG_DIFF_SRC, dx},
                      {DNNL_ARG_DIFF_SCALE_SHIFT, dss}});
      });
      return dx;
    });
    return y;
  }
  memory pool(memory x, int C, int H) {
    dims dd = {N, C, H / 2, H / 2};
    memory::desc dm(dd, T, tag::any);
    auto d = pooling_forward::desc(prop_kind::forward_training, algorithm::pooling_max, x.get_desc(), dm, {2, 2},
                                   {2, 2}, {0, 0}, {0, 0});
    auto pd = pooling_forward::primitive_desc(d, e);
    memory y = mk(pd.dst_desc()), ws = mk(pd.workspace_desc());
    auto p = pooling_forward(pd);
    f.push_back([=, this]() mutable {
      p.execute(s, {{DNNL_ARG_SRC, x}, {DNNL_ARG_DST, y}, {DNNL_ARG_WORKSPACE, ws}});
    });
    bks.push_back([=, this](memory dy) mutable {
      auto bd =
          pooling_backward::desc(algorithm::pooling_max, x.get_desc(), pd.dst_desc(), {2, 2}, {2, 2}, {0, 0}, {0, 0});
      auto bp = pooling_backward::primitive_desc(bd, e, pd);
      memory d2 = reorder_if(dy, bp.diff_dst_desc(), b);
      memory dx = mk(bp.diff_src_desc());
      auto q = pooling_backward(bp);
      b.push_back([=, this]() mutable {
        q.execute(s, {{DNNL_ARG_DIFF_DST, d2}, {DNNL_ARG_WORKSPACE, ws}, {DNNL_ARG_DIFF_SRC, dx}});
      });
      return dx;
    });
    return y;
  }
  memory dense(memory x, dims sd, int O) {
    dims wd = sd;
    wd[0] = O;
    memory::desc sm(sd, T, tag::any), wm(wd, T, tag::any), bm({O}, dt::f32, tag::a), dm({N, O}, T, tag::any);
    auto d = inner_product_forward::desc(prop_kind::forward_training, sm, wm, bm, dm);
    auto pd = inner_product_forward::primitive_desc(d, e);
    memory x1 = reorder_if(x, pd.src_desc(), f), w = mk(pd.weights_desc()), bb = mk(pd.bias_desc()),
           y = mk(pd.dst_desc());
    auto p = inner_product_forward(pd);
    f.push_back([=, this]() mutable {
      p.execute(s, {{DNNL_ARG_SRC, x1}, {DNNL_ARG_WEIGHTS, w}, {DNNL_ARG_BIAS, bb}, {DNNL_ARG_DST, y}});
    });
    bks.push_back([=, this](memory dy) mutable {
      auto wd_ = inner_product_backward_weights::desc(sm, wm, bm, dm);
      auto wp = inner_product_backward_weights::primitive_desc(wd_, e, pd);
      memory d2 = reorder_if(dy, wp.diff_dst_desc(), b), xx = reorder_if(x1, wp.src_desc(), b),
             dw = mk(wp.diff_weights_desc()), db = mk(wp.diff_bias_desc());
      auto q = inner_product_backward_weights(wp);
      b.push_back([=, this]() mutable {
        q.execute(s,
                  {{DNNL_ARG_SRC, xx}, {DNNL_ARG_DIFF_DST, d2}, {DNNL_ARG_DIFF_WEIGHTS, dw}, {DNNL_ARG_DIFF_BIAS, db}});
      });
      dws.push_back(dw);
      auto dd_ = inner_product_backward_data::desc(sm, wm, dm);
      auto dp = inner_product_backward_data::primitive_desc(dd_, e, pd);
      memory dx = mk(dp.diff_src_desc()), d3 = reorder_if(dy, dp.diff_dst_desc(), b),
             w2 = reorder_if(w, dp.weights_desc(), b);
      auto r = inner_product_backward_data(dp);
      b.push_back([=, this]() mutable {
        r.execute(s, {{DNNL_ARG_DIFF_DST, d3}, {DNNL_ARG_WEIGHTS, w2}, {DNNL_ARG_DIFF_SRC, dx}});
      });
      return dx;
    });
    return y;
  }
  void build() {
    memory x = mk(memory::desc({N, 1, 28, 28}, T, tag::nchw));
    for (int i = 0; i < N * 784; i++)
      if (T == dt::f32) ((float*)x.get_data_handle())[i] = (i % 255) / 255.f;
    auto a = conv(x, 1, 32, 28, true);
    a = bnrelu(a, 32);
    a = conv(a, 32, 32, 28, false);
    a = bnrelu(a, 32);
    a = pool(a, 32, 28);
    a = conv(a, 32, 64, 14, false);
    a = bnrelu(a, 64);
    a = conv(a, 64, 64, 14, false);
    a = bnrelu(a, 64);
    a = pool(a, 64, 14);
    a = dense(a, {N, 64, 7, 7}, 128);
    a = dense(a, {N, 128}, 16);
    memory dy = mk(a.get_desc());
    memory g = dy;
    for (int i = bks.size() - 1; i >= 0; i--) g = bks[i](g);
  }
  void run() {
    for (auto& k : f) k();
    for (auto& k : b) k();
    s.wait();
  }
};
int main(int c, char** v) {
  int thr = atoi(v[1]), N = atoi(v[2]), B = 128;
  dt T = c > 3 && atoi(v[3]) == 1 ? dt::bf16 : dt::f32;
  winograd = c > 3 && atoi(v[3]) == 2;
  int shards = B / N;
  int steps = 60;
  std::vector<std::thread> ts;
  std::barrier bar(thr);
  double t0 = 0, t1 = 0;
  size_t by = 0;
  for (int t = 0; t < thr; t++)
    ts.emplace_back([&, t] {
      omp_set_num_threads(1);
      Net n(N, T);
      n.build();
      by = n.bytes;
      for (int i = 0; i < 5; i++) n.run();
      bar.arrive_and_wait();
      if (t == 0) t0 = now();
      for (int i = 0; i < steps; i++) {
        for (int k = t; k < shards; k += thr) n.run();
        bar.arrive_and_wait();
      }
      if (t == 0) t1 = now();
      if (t == 0) {
        std::vector<double> pf(n.f.size()), pb(n.b.size());
        for (int r = 0; r < 20; r++) {
          for (size_t i = 0; i < n.f.size(); i++) {
            double a = now();
            n.f[i]();
            pf[i] += now() - a;
          }
          for (size_t i = 0; i < n.b.size(); i++) {
            double a = now();
            n.b[i]();
            pb[i] += now() - a;
          }
        }
        if (c > 4) {
          printf("fwd:");
          for (auto d : pf) printf(" %.0f", d / 20 * 1e6 / N);
          printf("\nbwd:");
          for (auto d : pb) printf(" %.0f", d / 20 * 1e6 / N);
          printf(" us/img\n");
        }
      }
    });
  for (auto& t : ts) t.join();
  printf("thr%d shard%d %s %.0f img/s  %.2f ms/step of %d, %.1f MB a worker\n", thr, N, T == dt::f32 ? "f32" : "bf16",
         B * steps / (t1 - t0), (t1 - t0) / steps * 1e3, B, by / 1e6);
}
