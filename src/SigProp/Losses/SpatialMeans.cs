using System.Numerics.Tensors;
using SigProp.Numerics;

namespace SigProp.Losses;

/// <summary>The means over the positions of each channel of maps, [rows, C P] to [rows, C]; an item is a row.</summary>
internal readonly struct SpatialMeans(in MatrixView maps, in MatrixView means) : IJob
{
    /// <summary>Maps up to this size are done by the caller alone.</summary>
    public const int LeastShared = 1 << 15;

    private readonly MatrixView _maps = maps;
    private readonly MatrixView _means = means;

    public static void Run(ComputeContext context, in MatrixView maps, in MatrixView means)
    {
        var job = new SpatialMeans(maps, means);
        if ((long)maps.Rows * maps.Columns > LeastShared)
        {
            context.Workers.Run(maps.Rows, job);
            return;
        }

        for (int i = 0; i < maps.Rows; i++)
        {
            job.Execute(i);
        }
    }

    // mean_c = 1/P sum_p x_cp
    public void Execute(int item)
    {
        ReadOnlySpan<float> maps = _maps.Row(item);
        Span<float> means = _means.Row(item);
        int positions = maps.Length / means.Length;
        for (int c = 0; c < means.Length; c++)
        {
            means[c] = TensorPrimitives.Sum(maps.Slice(c * positions, positions)) / positions;
        }
    }
}
