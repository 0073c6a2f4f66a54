using System.Numerics.Tensors;
using SigProp.Losses;
using SigProp.Numerics;

namespace SigProp.Spiking;

/// <summary>A local loss at every step: the mean over the steps of what another loss says of the step's r_h and r_t, which are read from the voltages
/// before the spike. Its gradients are those of the currents: dL/da = dL/dr r'(v) dv/da, since v_prev is constant (section VI).</summary>
/// <remarks>
/// <para>h and t are voltages, [n, steps x width]; only for <see cref="Scores"/> is t what <see cref="SpikingLayer.Read"/> has made of them, once for
/// all predictions.</para>
/// <para>Its g holds each step's, one after the other.</para>
/// </remarks>
internal sealed class StepwiseLoss : LocalLoss
{
    private readonly LocalLoss[] _losses;
    private readonly SpikeReading _reading;
    private readonly float _gain;
    private readonly bool _isConstant;
    private float[] _h = [];
    private float[] _t = [];
    private float[] _gradient = [];
    private float[] _scores = [];

    /// <param name="create">Makes the loss of a step: each has a memory of its own.</param>
    /// <param name="steps">T.</param>
    /// <param name="reading">r of v.</param>
    /// <param name="gain">dv/da.</param>
    /// <param name="isConstant">Whether the layer's current is the same at every step, so that its gradient is the sum over them, [n, width];
    /// otherwise it is [n x steps, width].</param>
    public StepwiseLoss(Func<LocalLoss> create, int steps, SpikeReading reading, float gain, bool isConstant)
    {
        _losses = [.. Enumerable.Range(0, steps).Select(_ => create())];
        _reading = reading;
        _gain = gain;
        _isConstant = isConstant;
    }

    private int StepCount => _losses.Length;

    public override int Columns(int samples, int targets) => checked(StepCount * _losses[0].Columns(samples, targets));

    // Z = the mean over the steps of Z_s
    public override void Scores(ComputeContext context, in MatrixView h, in MatrixView t, in MatrixView scores)
    {
        MatrixView rh = Read(context, h, ref _h);
        MatrixView more = Lay(ref _scores, scores.Rows, scores.Columns);
        for (int s = 0; s < StepCount; s++)
        {
            _losses[s].Scores(context, Steps.At(rh, s, StepCount), Steps.At(t, s, StepCount), s == 0 ? scores : more);
            for (int i = 0; s > 0 && i < scores.Rows; i++)
            {
                TensorPrimitives.Add(scores.Row(i), more.Row(i), scores.Row(i));
            }
        }

        for (int i = 0; i < scores.Rows; i++)
        {
            TensorPrimitives.Multiply(scores.Row(i), 1f / StepCount, scores.Row(i));
        }
    }

    // L = 1/T sum_s L_s
    public override LossValue Evaluate(ComputeContext context, in MatrixView h, in MatrixView t, in Lesson lesson, in MatrixView g)
    {
        MatrixView rh = Read(context, h, ref _h), rt = Read(context, t, ref _t);
        double mean = 0, score = 0;
        for (int s = 0; s < StepCount; s++)
        {
            MatrixView part = PartOf(g, s);
            LossValue value = _losses[s].Evaluate(context, Steps.At(rh, s, StepCount), Steps.At(rt, s, StepCount), lesson, part);
            TensorPrimitives.Multiply(part.Elements, 1f / StepCount, part.Elements);
            mean += value.Mean;
            score += value.Score;
        }

        return new LossValue(mean / StepCount, score / StepCount);
    }

    /// <summary>dL/da for as many currents as <paramref name="dh"/> has rows, from current <paramref name="first"/> on, counted as the layer's affine
    /// map makes them: one a sample, or one a sample and step.</summary>
    public override void GradientOfOutputs(ComputeContext context, in MatrixView h, in MatrixView t, in MatrixView g, int first, in MatrixView dh)
    {
        MatrixView rh = Read(h, _h), rt = Read(t, _t);
        if (!_isConstant)
        {
            for (int s = 0; s < StepCount; s++)
            {
                // The currents of step s among rows first .. first + dh.Rows - 1 are every T-th of them.
                int start = (s - (first % StepCount) + StepCount) % StepCount, rows = (dh.Rows - start + StepCount - 1) / StepCount;
                if (rows > 0)
                {
                    var part = new MatrixView(dh.Array, dh.Offset + (start * dh.Stride), rows, dh.Columns, dh.Stride * StepCount);
                    _losses[s].GradientOfOutputs(
                        context, Steps.At(rh, s, StepCount), Steps.At(rt, s, StepCount), PartOf(g, s), (first + start) / StepCount, part);
                }
            }

            ReadSpikes.Back(context, _reading, Steps.Rows(h, StepCount).Slice(first, dh.Rows), dh, _gain);
            return;
        }

        for (int s = 0; s < StepCount; s++)
        {
            MatrixView step = s == 0 ? dh : Lay(ref _gradient, dh.Rows, dh.Columns);
            _losses[s].GradientOfOutputs(context, Steps.At(rh, s, StepCount), Steps.At(rt, s, StepCount), PartOf(g, s), first, step);
            ReadSpikes.Back(context, _reading, Steps.At(h, s, StepCount).Slice(first, dh.Rows), step, _gain);
            for (int i = 0; s > 0 && i < dh.Rows; i++)
            {
                TensorPrimitives.Add(dh.Row(i), step.Row(i), dh.Row(i));
            }
        }
    }

    /// <summary>dL/da of the targets' currents, [m, steps x width], which may be looked at as [m x steps, width].</summary>
    public override void GradientOfTargets(ComputeContext context, in MatrixView h, in MatrixView t, in MatrixView g, in MatrixView dt)
    {
        MatrixView rh = Read(h, _h), rt = Read(t, _t);
        var all = new MatrixView(dt.Array, dt.Offset, t.Rows, t.Columns, t.Columns);
        for (int s = 0; s < StepCount; s++)
        {
            _losses[s].GradientOfTargets(
                context, Steps.At(rh, s, StepCount), Steps.At(rt, s, StepCount), PartOf(g, s), Steps.At(all, s, StepCount));
        }

        ReadSpikes.Back(context, _reading, t, all, _gain);
    }

    /// <summary>Step s's part of g, [n, columns of a step].</summary>
    private MatrixView PartOf(in MatrixView g, int step)
    {
        int columns = g.Columns / StepCount;
        return new MatrixView(g.Array, g.Offset + (step * g.Rows * columns), g.Rows, columns, columns);
    }

    /// <summary>r of v; the voltage itself needs no copy.</summary>
    private MatrixView Read(ComputeContext context, in MatrixView v, ref float[] memory)
    {
        if (_reading.Kind is null)
        {
            return v;
        }

        MatrixView r = Lay(ref memory, v.Rows, v.Columns);
        ReadSpikes.Forward(context, _reading, v, r);
        return r;
    }

    /// <summary>What was read by <see cref="Evaluate"/>.</summary>
    private MatrixView Read(in MatrixView v, float[] memory) => _reading.Kind is null ? v : new MatrixView(memory, v.Rows, v.Columns);

    private static MatrixView Lay(ref float[] memory, int rows, int columns)
    {
        if (memory.Length < rows * columns)
        {
            memory = new float[checked(rows * columns)];
        }

        return new MatrixView(memory, rows, columns);
    }
}
