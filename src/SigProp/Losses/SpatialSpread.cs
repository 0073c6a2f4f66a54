using SigProp.Numerics;

namespace SigProp.Losses;

/// <summary>Hands the gradients of means over the positions of each channel back to the positions, [rows, C] to [rows, C P]; an item is a
/// row.</summary>
internal readonly struct SpatialSpread(in MatrixView gradients, in MatrixView maps) : IJob
{
    private readonly MatrixView _gradients = gradients;
    private readonly MatrixView _maps = maps;

    public static void Run(ComputeContext context, in MatrixView gradients, in MatrixView maps)
    {
        var job = new SpatialSpread(gradients, maps);
        if ((long)maps.Rows * maps.Columns > SpatialMeans.LeastShared)
        {
            context.Workers.Run(maps.Rows, job);
            return;
        }

        for (int i = 0; i < maps.Rows; i++)
        {
            job.Execute(i);
        }
    }

    // dx_cp = dmean_c / P
    public void Execute(int item)
    {
        ReadOnlySpan<float> gradients = _gradients.Row(item);
        Span<float> maps = _maps.Row(item);
        int positions = maps.Length / gradients.Length;
        for (int c = 0; c < gradients.Length; c++)
        {
            maps.Slice(c * positions, positions).Fill(gradients[c] / positions);
        }
    }
}
