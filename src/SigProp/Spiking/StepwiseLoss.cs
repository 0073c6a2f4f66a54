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
    private readonly LossScratch _scratch;

    /// <param name="create">Makes the loss of a step: each has a memory of its own.</param>
    /// <param name="steps">T.</param>
    /// <param name="reading">r of v.</param>
    /// <param name="gain">dv/da.</param>
    /// <param name="isConstant">Whether the layer's current is the same at every step, so that its gradient is the sum over them, [n, width];
    /// otherwise it is [n x steps, width].</param>
    /// <param name="scratch">Holds what is read from <see cref="Evaluate"/> to the gradients.</param>
    public StepwiseLoss(Func<LocalLoss> create, int steps, SpikeReading reading, float gain, bool isConstant, LossScratch scratch)
    {
        _scratch = scratch;
        _losses = [.. Enumerable.Range(0, steps).Select(_ => create())];
        _reading = reading;
        _gain = gain;
        _isConstant = isConstant;
    }

    private int StepCount => _losses.Length;

    public override int Columns(int samples, int targets) => checked(StepCount * _losses[0].Columns(samples, targets));

    public override long Reserve(int samples, int width, int targets, int targetWidth)
    {
        if (_reading.Kind is null)
        {
            return 0;
        }

        MatrixView h = _scratch.Outputs(samples, width), t = _scratch.Targets(targets, targetWidth);
        return sizeof(float) * (((long)h.Rows * h.Columns) + ((long)t.Rows * t.Columns));
    }

    // Z = the mean over the steps of Z_s
    public override void Scores(ComputeContext context, in MatrixView h, in MatrixView t, in MatrixView scores)
    {
        MatrixView rh = Read(context, h, isTarget: false);
        MatrixView more = _scratch.Scores(scores.Rows, scores.Columns);
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
        MatrixView rh = Read(context, h, isTarget: false), rt = Read(context, t, isTarget: true);
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
        MatrixView rh = Lay(h, isTarget: false), rt = Lay(t, isTarget: true);
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
            MatrixView step = s == 0 ? dh : _scratch.Gradient(dh.Rows, dh.Columns);
            _losses[s].GradientOfOutputs(context, Steps.At(rh, s, StepCount), Steps.At(rt, s, StepCount), PartOf(g, s), first, step);
            MatrixView voltages = Steps.At(h, s, StepCount).Slice(first, dh.Rows);
            if (s == 0)
            {
                ReadSpikes.Back(context, _reading, voltages, step, _gain);
            }
            else
            {
                AddReadings.Run(context, _reading, voltages, step, dh, _gain);
            }
        }
    }

    /// <summary>dL/da of the targets' currents, [m, steps x width], which may be looked at as [m x steps, width].</summary>
    public override void GradientOfTargets(ComputeContext context, in MatrixView h, in MatrixView t, in MatrixView g, in MatrixView dt)
    {
        MatrixView rh = Lay(h, isTarget: false), rt = Lay(t, isTarget: true);
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
    private MatrixView Read(ComputeContext context, in MatrixView v, bool isTarget)
    {
        MatrixView r = Lay(v, isTarget);
        if (_reading.Kind is not null)
        {
            ReadSpikes.Forward(context, _reading, v, r);
        }

        return r;
    }

    /// <summary>Where r is, or will be.</summary>
    private MatrixView Lay(in MatrixView v, bool isTarget) => _reading.Kind is null ? v
        : isTarget ? _scratch.Targets(v.Rows, v.Columns) : _scratch.Outputs(v.Rows, v.Columns);
}
