using SigProp.Numerics;

namespace SigProp.Losses;

/// <summary>
/// Another loss on the means over space of h, [n, C P], and t, [m, C Q], maps of C channels with P and Q positions each: so targets may be
/// patches smaller than the maps (sparse targets).
/// </summary>
/// <remarks>The means are kept from <see cref="Evaluate"/> for the gradients.</remarks>
internal sealed class PooledLoss(LocalLoss inner, int channels) : LocalLoss
{
    private readonly int _channels = channels >= 1 ? channels
        : throw new ArgumentOutOfRangeException(nameof(channels), channels, "Maps have at least 1 channel.");

    private float[] _h = [];
    private float[] _t = [];
    private float[] _gradient = [];

    public override int Columns(int samples, int targets) => inner.Columns(samples, targets);

    public override void Scores(ComputeContext context, in MatrixView h, in MatrixView t, in MatrixView scores)
        => inner.Scores(context, Means(context, h, ref _h), Means(context, t, ref _t), scores);

    public override LossValue Evaluate(ComputeContext context, in MatrixView h, in MatrixView t, in Lesson lesson, in MatrixView g)
        => inner.Evaluate(context, Means(context, h, ref _h), Means(context, t, ref _t), lesson, g);

    public override void GradientOfOutputs(
        ComputeContext context, in MatrixView h, in MatrixView t, in MatrixView g, int first, in MatrixView dh)
    {
        MatrixView gradient = Lay(ref _gradient, dh.Rows);
        inner.GradientOfOutputs(context, Lay(ref _h, h.Rows), Lay(ref _t, t.Rows), g, first, gradient);
        SpatialSpread.Run(context, gradient, dh);
    }

    public override void GradientOfTargets(ComputeContext context, in MatrixView h, in MatrixView t, in MatrixView g, in MatrixView dt)
    {
        MatrixView gradient = Lay(ref _gradient, dt.Rows);
        inner.GradientOfTargets(context, Lay(ref _h, h.Rows), Lay(ref _t, t.Rows), g, gradient);
        SpatialSpread.Run(context, gradient, dt);
    }

    private MatrixView Means(ComputeContext context, in MatrixView maps, ref float[] memory)
    {
        if (maps.Columns % _channels != 0)
        {
            throw new ArgumentException($"{maps.Columns} columns are no maps of {_channels} channels.", nameof(maps));
        }

        MatrixView means = Lay(ref memory, maps.Rows);
        SpatialMeans.Run(context, maps, means);
        return means;
    }

    private MatrixView Lay(ref float[] memory, int rows)
    {
        if (memory.Length < rows * _channels)
        {
            memory = new float[checked(rows * _channels)];
        }

        return new MatrixView(memory, rows, _channels);
    }
}
