// The loops themselves; loops.c compiles them once for each instruction set. NAMED adds the set to a name.

#define load NAMED(load)
#define widen NAMED(widen)
#define select_doubles NAMED(select_doubles)
#define select_longs NAMED(select_longs)
#define best_of NAMED(best_of)
#define second NAMED(second)
#define exponential NAMED(exponential)
#define store NAMED(store)
#define load_ints NAMED(load_ints)
#define load_floats NAMED(load_floats)
#define hyperbolic_tangents NAMED(hyperbolic_tangents)
#define power NAMED(power)

INLINE doubles load(const double *p) { return *(const doubles *)p; }
INLINE doubles widen(const float *p) { return __builtin_convertvector(*(const floats8 *)p, doubles); }
INLINE doubles select_doubles(longs mask, doubles yes, doubles no) {
  return (doubles)((mask & (longs)yes) | (~mask & (longs)no));
}
INLINE longs select_longs(longs mask, longs yes, longs no) { return (mask & yes) | (~mask & no); }

// The largest of eight strands; of equal values the lowest index.
INLINE fovea_choice best_of(doubles values, longs indices) {
  fovea_choice best = {indices[0], values[0]};
  for (int lane = 1; lane < 8; lane++) {
    if (values[lane] > best.value || (values[lane] == best.value && indices[lane] < best.index)) {
      best.value = values[lane];
      best.index = indices[lane];
    }
  }
  return best;
}

static fovea_choice NAMED(solver_first)(const double *f, const double *up, size_t count) {
  doubles best = ALL(-INFINITY);
  longs place = {0}, index = {0, 1, 2, 3, 4, 5, 6, 7};
  for (size_t k = 0; k < count; k += 8) {
    doubles value = load(f + k) + load(up + k);
    longs better = value > best;
    best = select_doubles(better, value, best);
    place = select_longs(better, index, place);
    index += 8;
  }
  return best_of(best, place);
}

INLINE fovea_choice second(const float *row, const double *f, const double *down, const double *diagonal,
                           double own, double first, size_t count) {
  doubles best = ALL(-1.0), lowest = ALL(INFINITY);
  const doubles limit = ALL(1e-12), zero = ALL(0.0), from = ALL(first), base = ALL(own + 1), owns = ALL(own);
  longs place = ALL(0.0) != ALL(0.0), index = {0, 1, 2, 3, 4, 5, 6, 7};
  place -= 1;
  for (size_t k = 0; k < count; k += 8) {
    doubles value = load(f + k) + load(down + k);
    lowest = select_doubles(value < lowest, value, lowest);
    doubles b = from - value;
    doubles kernel = widen(row + k);
    doubles a = (diagonal ? owns + load(diagonal + k) : base) - (kernel + kernel);
    a = select_doubles(a > limit, a, limit);
    doubles gain = b * b / a;
    longs better = (b > zero) & (gain > best);
    best = select_doubles(better, gain, best);
    place = select_longs(better, index, place);
    index += 8;
  }
  // Strands that found nothing have the index -1 and a value below all gains.
  fovea_choice chosen = best_of(best, place);
  if (best_of(best, place).value < 0) chosen.index = -1;
  chosen.value = lowest[0];
  for (int lane = 1; lane < 8; lane++) {
    if (lowest[lane] < chosen.value) chosen.value = lowest[lane];
  }
  return chosen;
}

static fovea_choice NAMED(solver_second)(const float *row, const double *f, const double *down,
                                        const double *diagonal, double own, double first, size_t count) {
  return diagonal
      ? second(row, f, down, diagonal, own, first, count) : second(row, f, down, NULL, own, first, count);
}

static fovea_choice NAMED(solver_update)(double *f, const double *up, const float *row, const float *other,
                                        double step, size_t count) {
  doubles best = ALL(-INFINITY);
  const doubles steps = ALL(step);
  longs place = {0}, index = {0, 1, 2, 3, 4, 5, 6, 7};
  for (size_t k = 0; k < count; k += 8) {
    floats8 difference = *(const floats8 *)(row + k) - *(const floats8 *)(other + k);
    doubles value = load(f + k) - steps * __builtin_convertvector(difference, doubles);
    *(doubles *)(f + k) = value;
    value += load(up + k);
    longs better = value > best;
    best = select_doubles(better, value, best);
    place = select_longs(better, index, place);
    index += 8;
  }
  return best_of(best, place);
}

// exp(x) for x <= 0, within two units of the last place: Cephes' expf (Moshier), 2^n by the bits of the
// exponent.
INLINE floats exponential(floats x) {
  const floats least = ALL16(-87.0f);
  ints low = x < least;
  x = (floats)((low & (ints)least) | (~low & (ints)x));
  // Rounds to the nearest by adding and taking away 1.5 * 2^23.
  const floats magic = ALL16(12582912.0f);
  floats n = x * ALL16(1.44269504088896341f) + magic - magic;
  floats r = x - n * ALL16(0.693359375f) - n * ALL16(-2.12194440e-4f);
  floats p = ALL16(1.9875691500E-4f);
  p = p * r + ALL16(1.3981999507E-3f);
  p = p * r + ALL16(8.3334519073E-3f);
  p = p * r + ALL16(4.1665795894E-2f);
  p = p * r + ALL16(1.6666665459E-1f);
  p = p * r + ALL16(5.0000001201E-1f);
  p = p * (r * r) + (r + ALL16(1.0f));
  ints power = (__builtin_convertvector(n, ints) + ALL16I(127)) << 23;
  return p * (floats)power;
}

INLINE void store(float *out, floats values, size_t left) {
  if (left >= 16) {
    *(floats *)out = values;
  } else {
    memcpy(out, &values, left * sizeof(float));
  }
}

INLINE ints load_ints(const int32_t *from, size_t left) {
  if (left >= 16) return *(const ints *)from;
  ints values = {0};
  memcpy(&values, from, left * sizeof(int32_t));
  return values;
}

INLINE floats load_floats(const float *from, size_t left) {
  if (left >= 16) return *(const floats *)from;
  floats values = {0};
  memcpy(&values, from, left * sizeof(float));
  return values;
}

static void NAMED(rbf_integers)(const int32_t *dots, const int32_t *squares, int32_t own, int32_t shift,
                               float scale, float *out, size_t count) {
  for (size_t k = 0; k < count; k += 16) {
    ints dot = load_ints(dots + k, count - k) + ALL16I(shift);
    ints distance = load_ints(squares + k, count - k) + ALL16I(own) - (dot + dot);
    store(out + k, exponential(__builtin_convertvector(distance, floats) * ALL16(-scale)), count - k);
  }
}

static void NAMED(rbf_floats)(const float *dots, const float *squares, float own, float scale, float *out,
                  size_t count) {
  for (size_t k = 0; k < count; k += 16) {
    floats dot = load_floats(dots + k, count - k);
    floats distance = load_floats(squares + k, count - k) + ALL16(own) - (dot + dot);
    ints positive = distance > ALL16(0.0f);
    distance = (floats)(positive & (ints)distance);
    store(out + k, exponential(distance * ALL16(-scale)), count - k);
  }
}

// tanh(x) = (1 - e^-2|x|) / (1 + e^-2|x|), with the sign of x; within 1e-7 of it.
INLINE void hyperbolic_tangents(float *values, size_t count) {
  for (size_t k = 0; k < count; k += 16) {
    floats x = load_floats(values + k, count - k);
    ints sign = (ints)x & ALL16I((int32_t)0x80000000);
    floats size = (floats)((ints)x & ALL16I(0x7fffffff));
    floats t = exponential(size * ALL16(-2.0f));
    floats result = (ALL16(1.0f) - t) / (ALL16(1.0f) + t);
    store(values + k, (floats)((ints)result | sign), count - k);
  }
}

INLINE double power(double base, int degree) {
  double result = 1;
  for (int k = 0; k < degree; k++) result *= base;
  return result;
}

#define INNER(DOT)                                                                                   \
  if (kind == 1 && offsets) {                                                                        \
    for (size_t k = 0; k < count; k++) out[k] = (float)power(scale * (DOT) + (own + offsets[k]), degree); \
  } else if (kind == 1) {                                                                            \
    for (size_t k = 0; k < count; k++) out[k] = (float)power(scale * (DOT) + own, degree);           \
  } else if (offsets) {                                                                              \
    for (size_t k = 0; k < count; k++) out[k] = (float)(scale * (DOT) + (own + offsets[k]));         \
  } else {                                                                                           \
    for (size_t k = 0; k < count; k++) out[k] = (float)(scale * (DOT) + own);                        \
  }                                                                                                  \
  if (kind == 2) hyperbolic_tangents(out, count);

static void NAMED(inner_integers)(const int32_t *dots, int32_t shift, const double *offsets, double own,
                                 double scale, int kind, int degree, float *out, size_t count) {
  INNER((double)(dots[k] + shift))
}

static void NAMED(inner_floats)(const float *dots, const double *offsets, double own, double scale,
                               int kind, int degree, float *out, size_t count) {
  INNER((double)dots[k])
}

static void NAMED(weighted_sums)(const float *values, const double *weights, size_t stride, size_t columns,
                                size_t count, double *sums) {
  size_t whole = count / 8 * 8;
  // Three columns at a time share the reading of the values.
  for (size_t c = 0; c < columns; c += 3) {
    const double *w0 = weights + c * stride, *w1 = c + 1 < columns ? w0 + stride : w0,
        *w2 = c + 2 < columns ? w1 + stride : w0;
    doubles s0 = ALL(0.0), s1 = s0, s2 = s0;
    for (size_t k = 0; k < whole; k += 8) {
      doubles value = widen(values + k);
      s0 += value * load(w0 + k);
      s1 += value * load(w1 + k);
      s2 += value * load(w2 + k);
    }
    for (size_t k = whole; k < count; k++) {
      double value = values[k];
      s0[k - whole] += value * w0[k];
      s1[k - whole] += value * w1[k];
      s2[k - whole] += value * w2[k];
    }
    double t0 = 0, t1 = 0, t2 = 0;
    for (int lane = 0; lane < 8; lane++) {
      t0 += s0[lane];
      t1 += s1[lane];
      t2 += s2[lane];
    }
    sums[c] += t0;
    if (c + 1 < columns) sums[c + 1] += t1;
    if (c + 2 < columns) sums[c + 2] += t2;
  }
}

static double NAMED(dot)(const float *x, const double *y, size_t count) {
  doubles s0 = ALL(0.0), s1 = s0;
  size_t k = 0;
  for (; k + 16 <= count; k += 16) {
    s0 += widen(x + k) * load(y + k);
    s1 += widen(x + k + 8) * load(y + k + 8);
  }
  for (size_t lane = 0; k < count; k++, lane = (lane + 1) % 8) s0[lane] += x[k] * y[k];
  s0 += s1;
  double sum = 0;
  for (int lane = 0; lane < 8; lane++) sum += s0[lane];
  return sum;
}

static void NAMED(add_scaled)(double *y, const float *x, double a, size_t count) {
  size_t k = 0;
  for (; k + 8 <= count; k += 8) *(doubles *)(y + k) = load(y + k) + ALL(a) * widen(x + k);
  for (; k < count; k++) y[k] += a * x[k];
}

static const fovea_loops NAMED(loops) = {
    NAMED(solver_first),
    NAMED(solver_second),
    NAMED(solver_update),
    NAMED(rbf_integers),
    NAMED(rbf_floats),
    NAMED(inner_integers),
    NAMED(inner_floats),
    NAMED(weighted_sums),
    NAMED(dot),
    NAMED(add_scaled),
};

#undef load
#undef widen
#undef select_doubles
#undef select_longs
#undef best_of
#undef second
#undef exponential
#undef store
#undef load_ints
#undef load_floats
#undef hyperbolic_tangents
#undef power
#undef INNER
