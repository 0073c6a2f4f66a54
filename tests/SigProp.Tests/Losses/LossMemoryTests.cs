using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Tests.Claims;

namespace SigProp.Tests.Losses;

/// <summary>A loss allocates nothing once warm, and its bits do not depend on the number of threads.</summary>
[Collection(nameof(NoGarbageTests))]
public sealed class LossMemoryTests
{
    private const int Samples = 40, Classes = 5, Channels = 8, Positions = 1_100, Patch = 9;

    public static MatrixTheoryData<LocalLossKind, bool> Losses() => new(Enum.GetValues<LocalLossKind>(), [false, true]);

    [Theory]
    [MemberData(nameof(Losses))]
    public void A_warm_loss_allocates_nothing_and_threads_do_not_matter(LocalLossKind kind, bool pooled)
    {
        LocalLoss loss = pooled ? LocalLoss.CreatePooled(kind, 3, false, Channels) : LocalLoss.Create(kind, 3, 1f / Positions, false);
        MatrixView h = Matrix(Samples, Channels * Positions, 1), t = Matrix(Classes, Channels * (pooled ? Patch : Positions), 2);
        MatrixView contexts = Matrix(Classes, 20, 3);
        float[] labels = Given.Uniform(Samples, 4), values = Given.Uniform(Samples, 5), centers = Given.Uniform(Classes, 6);
        int[] classes = [.. labels.Select(v => (int)(Math.Abs(v) * Classes))];
        float[]? single = null;
        for (int threads = 1; threads <= 3; threads++)
        {
            using var context = new ComputeContext(threads);
            MatrixView g = Matrix(Samples, loss.Columns(Samples, Classes), 7), dh = Matrix(Samples, h.Columns, 8), dt = Matrix(Classes, t.Columns, 9);
            Step();
            long least = long.MaxValue;
            for (int window = 0; window < 20 && least > 0; window++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                Step();
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            Assert.Equal(0, least);
            float[] all = [.. g.Elements, .. dh.Elements, .. dt.Elements];
            Assert.Equal(single ??= all, all);

            void Step()
            {
                Lesson lesson = new() { Labels = classes, Values = values, Centers = centers, Contexts = contexts };
                loss.Evaluate(context, h, t, lesson, g);
                loss.GradientOfOutputs(context, h, t, g, 0, dh);
                loss.GradientOfTargets(context, h, t, g, dt);
            }
        }
    }

    private static MatrixView Matrix(int rows, int columns, int seed) => new(Given.Uniform(rows * columns, seed), rows, columns);
}
