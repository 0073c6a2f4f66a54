using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SigProp.Numerics;

namespace SigProp.Benchmarks;

/// <summary>What the machine can do at most: multiply-adds in registers, the best matrix product, reading from memory; and what it costs that cores
/// speak to each other.</summary>
internal static class MachineLimits
{
    private const int Numbers = 1 << 25; // 128 MiB, more than any cache
    private const int Depth = 1 << 13;
    private const int Turns = 1_000;
    private const int MostPolls = 10_000;
    private const int Items = 64;

    public static ResultTable Measure(int threads, double seconds)
    {
        var table = new ResultTable("Limits of the machine",
            new("threads", "threads"), new("multiply-adds, GFLOP/s", "fma_gflops"), new("product 1024^3, GFLOP/s", "gemm_gflops"), new("reading, GB/s", "read_gbs", 1),
            new("job, us", "job_us", 2), new("line there and back, ns", "line_ns"));
        float[] memory = new float[Numbers];
        memory.AsSpan().Fill(1f);
        foreach (int count in new[] { 1, threads }.Distinct())
        {
            using var context = new ComputeContext(count);
            double fma = Best(context, seconds, new MultiplyAdds(), Items), read = Best(context, seconds, new Reading(memory, Items), Items);
            double product = GemmRates.Measure(count, new GemmShape("", 1_024, 1_024, 1_024), seconds);
            double meeting = Best(context, seconds, new Meeting(new long[32], count), count);
            table.Add(count, MultiplyAdds.Work * Items / fma, product, sizeof(float) * 1e-9 * Numbers / read,
                count > 1 ? 1e6 * meeting : null, count > 1 ? 1e9 * ThereAndBack(seconds) : null);
        }

        return table;
    }

    /// <summary>Seconds of a run of a job, at best.</summary>
    private static double Best<TJob>(ComputeContext context, double seconds, in TJob job, int count)
        where TJob : struct, IJob
    {
        double best = double.PositiveInfinity;
        var total = Stopwatch.StartNew();
        while (total.Elapsed.TotalSeconds < seconds)
        {
            long start = Stopwatch.GetTimestamp();
            context.Workers.Run(count, job);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    /// <summary>Two threads write to one cache line in turn: seconds until it is back, at best.</summary>
    private static double ThereAndBack(double seconds)
    {
        double best = double.PositiveInfinity;
        var total = Stopwatch.StartNew();
        while (total.Elapsed.TotalSeconds < seconds)
        {
            long[] line = new long[32];
            var other = new Thread(() =>
            {
                for (int i = 0; i < Turns; i++)
                {
                    Wait(ref line[16], (2 * i) + 1);
                    Volatile.Write(ref line[16], (2 * i) + 2);
                }
            });
            other.Start();
            var clock = Stopwatch.StartNew();
            for (int i = 0; i < Turns; i++)
            {
                Volatile.Write(ref line[16], (2 * i) + 1);
                Wait(ref line[16], (2 * i) + 2);
            }

            best = Math.Min(best, clock.Elapsed.TotalSeconds / Turns);
            other.Join();
        }

        return best;
    }

    private static void Wait(ref long turn, long value)
    {
        for (int polls = 0; Volatile.Read(ref turn) < value; polls++)
        {
            GiveWay(polls);
        }
    }

    /// <summary>Lets others run where a wait takes long: on a loaded machine the awaited thread may have no core.</summary>
    private static void GiveWay(int polls)
    {
        if (polls > MostPolls)
        {
            Thread.Yield();
        }
    }

    /// <summary>Multiply-adds of 512 bits, or what the machine makes of them, in 16 chains that do not wait for each other.</summary>
    private readonly struct MultiplyAdds : IJob
    {
        private const int Chains = 16;

        /// <summary>GFLOP of an item.</summary>
        public const double Work = 2e-9 * Chains * 16 * Depth;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Execute(int item)
        {
            Vector512<float> a = Vector512.Create(0.5f), b = Vector512.Create(1f + item);
            Vector512<float> c0 = b, c1 = b, c2 = b, c3 = b, c4 = b, c5 = b, c6 = b, c7 = b, c8 = b, c9 = b, cA = b, cB = b, cC = b, cD = b, cE = b, cF = b;
            for (int i = 0; i < Depth; i++)
            {
                c0 = Vector512.FusedMultiplyAdd(c0, a, b);
                c1 = Vector512.FusedMultiplyAdd(c1, a, b);
                c2 = Vector512.FusedMultiplyAdd(c2, a, b);
                c3 = Vector512.FusedMultiplyAdd(c3, a, b);
                c4 = Vector512.FusedMultiplyAdd(c4, a, b);
                c5 = Vector512.FusedMultiplyAdd(c5, a, b);
                c6 = Vector512.FusedMultiplyAdd(c6, a, b);
                c7 = Vector512.FusedMultiplyAdd(c7, a, b);
                c8 = Vector512.FusedMultiplyAdd(c8, a, b);
                c9 = Vector512.FusedMultiplyAdd(c9, a, b);
                cA = Vector512.FusedMultiplyAdd(cA, a, b);
                cB = Vector512.FusedMultiplyAdd(cB, a, b);
                cC = Vector512.FusedMultiplyAdd(cC, a, b);
                cD = Vector512.FusedMultiplyAdd(cD, a, b);
                cE = Vector512.FusedMultiplyAdd(cE, a, b);
                cF = Vector512.FusedMultiplyAdd(cF, a, b);
            }

            Vector512<float> sum = c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + cA + cB + cC + cD + cE + cF;
            if (float.IsNaN(sum[0]))
            {
                throw new InvalidOperationException("The chains diverged.");
            }
        }
    }

    /// <summary>Sums its part of an array.</summary>
    private readonly struct Reading(float[] memory, int parts) : IJob
    {
        public void Execute(int item)
        {
            int part = memory.Length / parts;
            if (float.IsNaN(TensorPrimitives.Sum<float>(memory.AsSpan(item * part, part))))
            {
                throw new InvalidOperationException("The memory holds something else.");
            }
        }
    }

    /// <summary>An item for each thread, which waits until all have begun.</summary>
    private readonly struct Meeting(long[] begun, int threads) : IJob
    {
        public void Execute(int item)
        {
            long number = Interlocked.Increment(ref begun[16]), all = (number + threads - 1) / threads * threads;
            for (int polls = 0; Volatile.Read(ref begun[16]) < all; polls++)
            {
                GiveWay(polls);
            }
        }
    }
}
