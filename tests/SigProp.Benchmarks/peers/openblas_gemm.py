#!/usr/bin/env python3
"""OpenBLAS's single-precision matrix products, the peer of `gemm`: GFLOP/s, the best of many runs, by shape.

    python3 openblas_gemm.py [--threads 1] [--seconds 0.5]    every shape with every core type; prints one JSON object
    python3 openblas_gemm.py --serve [--threads 1]            one core type, that of the environment: reads "m n k ta tb seconds" from
                                                              the standard input, a product a line, and answers each with its GFLOP/s

Debian: libopenblas0-pthread; no NumPy. OPENBLAS_CORETYPE counts when the library is loaded, so every core type has a process of its own. It may be
preset to an old type in the environment, and the type that OpenBLAS finds by itself is not always the fastest: the best of each shape is taken.
What a call costs from Python, measured with an empty product, is subtracted."""
import argparse, ctypes, json, os, random, subprocess, sys, time

CORES = (None, 'SkylakeX', 'Cooperlake', 'Zen', 'Haswell')
SHAPES = [(1024, 1024, 1024, 0, 0), (128, 800, 784, 0, 0), (128, 800, 784, 0, 1), (138, 800, 800, 0, 1), (784, 800, 128, 1, 0), (800, 784, 128, 1, 0),
          (128, 800, 800, 0, 0), (128, 10, 800, 0, 1), (128, 800, 10, 0, 0), (10, 800, 128, 1, 0), (10, 800, 800, 0, 1)]

parser = argparse.ArgumentParser()
parser.add_argument('--threads', type=int, default=1)
parser.add_argument('--seconds', type=float, default=.5)
parser.add_argument('--serve', action='store_true')
a = parser.parse_args()

if not a.serve:
    results = [dict(m=m, n=n, k=k, transpose_a=ta, transpose_b=tb, gflops=0) for m, n, k, ta, tb in SHAPES]
    for core in CORES:
        env = {k: v for k, v in os.environ.items() if not k.startswith(('OPENBLAS_', 'OMP_'))}
        if core: env['OPENBLAS_CORETYPE'] = core
        lines = ''.join(f'{m} {n} {k} {ta} {tb} {a.seconds}\n' for m, n, k, ta, tb in SHAPES)
        r = subprocess.run([sys.executable, __file__, '--serve', '--threads', str(a.threads)], env=env, input=lines, capture_output=True, text=True, check=True)
        name, *rates = r.stdout.split('\n')
        for result, rate in zip(results, rates):
            if float(rate) > result['gflops']: result.update(gflops=float(rate), core=name)
    print(json.dumps(dict(threads=a.threads, shapes=results)))
    sys.exit()

blas = ctypes.CDLL('libopenblas.so.0')
blas.openblas_set_num_threads(a.threads)
blas.openblas_get_corename.restype = ctypes.c_char_p
print(blas.openblas_get_corename().decode(), flush=True)
some = [random.uniform(-1, 1) for _ in range(1 << 12)]

def matrix(rows, columns):
    values = (ctypes.c_float * (rows * columns))()
    values[:] = (some * (rows * columns // len(some) + 1))[:rows * columns]
    return values

def product(m, n, k, ta, tb):
    x, y, z = matrix(m, k), matrix(k, n), matrix(m, n)
    integers = [ctypes.c_int(v) for v in (101, 112 if ta else 111, 112 if tb else 111, m, n, k, m if ta else k, k if tb else n, n)]
    order, transpose_a, transpose_b, m, n, k, lda, ldb, ldc = integers
    one, zero, sgemm, none = ctypes.c_float(1), ctypes.c_float(0), blas.cblas_sgemm, ctypes.c_int(0)
    def call(calls):
        for _ in range(calls): sgemm(order, transpose_a, transpose_b, m, n, k, one, x, lda, y, ldb, zero, z, ldc)
    def empty(calls):
        for _ in range(calls): sgemm(order, transpose_a, transpose_b, none, n, k, one, x, lda, y, ldb, zero, z, ldc)
    return call, empty

def best(call, calls, seconds):
    least, end = 1e9, time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        call(calls)
        least = min(least, (time.perf_counter() - start) / calls)
    return least

for line in sys.stdin:
    *shape, seconds = line.split()
    m, n, k, ta, tb = map(int, shape)
    call, empty = product(m, n, k, ta, tb)
    work = 2e-9 * m * n * k
    took = best(call, max(1, int(2e-2 / work)), float(seconds)) - best(empty, 1000, .02)
    print(f'{work / took:.2f}', flush=True)
