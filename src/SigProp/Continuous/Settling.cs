using SigProp.Numerics;

namespace SigProp.Continuous;

/// <summary>States of the samples of a batch, and how they settle. Samples do not depend on each other: blocks of them go through all steps of a phase without
/// waiting, on any thread.</summary>
internal sealed class Settling
{
    /// <summary>Samples of a block: few enough for their states to stay in the level 1 cache, enough to use a weight that was read. Has no bearing
    /// on the results.</summary>
    public const int BlockRows = 10;

    private readonly CoupledStates _network;
    private readonly float[][] _states;
    private readonly float[][] _drives;
    private readonly float[][] _feedback;
    private readonly float[] _fromInput;
    private readonly float[] _carried;
    private readonly int[] _steps;
    private readonly ComputeContext[] _contexts;

    /// <param name="network">The parameters.</param>
    /// <param name="kernel">The kernel for matrix products.</param>
    /// <param name="capacity">The most samples.</param>
    /// <param name="phases">Phases whose states are kept: 1 for the free one alone, or 2.</param>
    public Settling(CoupledStates network, GemmKernel kernel, int capacity, int phases)
    {
        _network = network;
        int[] widths = [.. network.Weights.Select(w => w.Rows)];
        _states = [.. widths.Select(w => new float[checked(phases * capacity * w)])];
        _drives = [.. widths.Select(w => new float[checked(capacity * w)])];
        _feedback = [.. widths.Select((w, i) => new float[network.IsSymmetric && i > 0 && i < network.Hidden ? capacity * w : 0])];
        _fromInput = new float[capacity * widths[0]];
        _carried = new float[capacity * widths[^1]];
        _steps = new int[capacity];
        _contexts = [.. Enumerable.Range(0, GemmBlock.Parts(capacity, BlockRows)).Select(_ => new ComputeContext(1, kernel))];
    }

    /// <summary>The most samples.</summary>
    public int Capacity => _steps.Length;

    /// <summary>Memory for states.</summary>
    public long Bytes => sizeof(float) * (_states.Concat(_drives).Concat(_feedback).Sum(a => (long)a.Length) + _fromInput.Length + _carried.Length);

    /// <summary>States of a layer after the free phase, [n, width]; the output's come last.</summary>
    public MatrixView Free(int layer, int rows) => new(_states[layer], rows, _network.Weights[layer].Rows);

    /// <summary>States of a layer after the nudged phase, [n, width].</summary>
    public MatrixView Nudged(int layer, int rows)
        => new(_states[layer], rows * _network.Weights[layer].Rows, rows, _network.Weights[layer].Rows, _network.Weights[layer].Rows);

    /// <summary>States of both phases, the free one's first, [2n, width].</summary>
    public MatrixView Both(int layer, int rows) => new(_states[layer], 2 * rows, _network.Weights[layer].Rows);

    /// <summary>Steps that all samples together took in the last phase.</summary>
    public long StepsTaken(int rows)
    {
        long sum = 0;
        foreach (int steps in _steps.AsSpan(0, rows))
        {
            sum += steps;
        }

        return sum;
    }

    /// <summary>All free states at 0, where a phase begins.</summary>
    public void Clear(int rows)
    {
        for (int i = 0; i < _states.Length; i++)
        {
            Free(i, rows).Elements.Clear();
        }
    }

    /// <summary>The free phase, from the states as they are.</summary>
    public void SettleFree(ComputeContext context, PackedStates packed, in MatrixView x)
    {
        // x W_1^T + b_1 does not change while states settle.
        var fromInput = new MatrixView(_fromInput, x.Rows, _network.Weights[0].Rows);
        Gemm.Multiply(context, x, false, _network.Weights[0].View, true, fromInput, 0f, new AddBias(_network.Biases[0].View.Array));
        Run(context, packed, x.Rows, 0f, [], 0, _network.Spec.EffectiveFreeSteps(_network.Hidden));
    }

    /// <summary>The nudged phase, from where the free one ended.</summary>
    /// <param name="context">Threads and kernel.</param>
    /// <param name="packed">The weights.</param>
    /// <param name="rows">Samples, n.</param>
    /// <param name="labels">The class of each.</param>
    /// <param name="beta">Strength and direction of the nudge.</param>
    public void SettleNudged(ComputeContext context, PackedStates packed, int rows, int[] labels, float beta)
    {
        for (int i = 0; i < _states.Length; i++)
        {
            Free(i, rows).Elements.CopyTo(Nudged(i, rows).Elements);
        }

        Run(context, packed, rows, beta, labels, rows, _network.Spec.EffectiveNudgedSteps(_network.Hidden));
    }

    private void Run(ComputeContext context, PackedStates packed, int rows, float beta, int[] labels, int offset, int steps)
    {
        var job = new SettleRows(this, packed, rows, offset, labels, beta, steps);
        context.Run(context.Threads > 1 && rows > BlockRows, GemmBlock.Parts(rows, BlockRows), job);
        GC.KeepAlive(packed);
    }

    /// <summary>Takes samples through the steps of a phase. An item is a block of samples.</summary>
    private readonly struct SettleRows(Settling states, PackedStates packed, int rows, int offset, int[] labels, float beta, int steps) : IJob
    {
        public void Execute(int item)
        {
            int first = item * BlockRows, count = Math.Min(BlockRows, rows - first);
            CoupledStates network = states._network;
            float tolerance = network.Spec.Tolerance;
            Span<int> taken = states._steps.AsSpan(first, count);
            taken.Clear();
            for (int step = 1, open = count; step <= steps && open > 0; step++)
            {
                Drive(states._contexts[item], first, count);

                // A sample that has settled stays as it is, whatever the others do: a row has the same bits alone and among others. A nudge moves the
                // output first, and one hidden layer more a step: before it has reached all of them nothing has settled.
                open = 0;
                for (int i = 0; i < count; i++)
                {
                    if (taken[i] >= 0)
                    {
                        float change = Move(first + i) / network.Units;
                        bool isSettled = step > network.Hidden && change < tolerance;
                        taken[i] = isSettled ? ~step : step;
                        open += isSettled ? 0 : 1;
                    }
                }
            }

            for (int i = 0; i < count; i++)
            {
                taken[i] = taken[i] < 0 ? ~taken[i] : taken[i];
            }
        }

        // u_1 = x W_1^T + b_1 + o L^T, u_l = s_(l-1) W_l^T + b_l; symmetric: u_l = s_(l-1) W_l^T + b_l + s_(l+1) W_(l+1)  (Eq 13)
        private void Drive(ComputeContext context, int first, int count)
        {
            CoupledStates network = states._network;
            for (int i = 1; i < states._states.Length; i++)
            {
                PackedProduct.Multiply(context, State(i - 1, first, count), packed.Forward[i - 1], View(states._drives, i, first, count), default(NoEpilogue));
            }

            if (!network.IsSymmetric)
            {
                PackedProduct.Multiply(context, Carried(first, count), packed.Back[0], View(states._drives, 0, first, count), default(NoEpilogue));
                return;
            }

            for (int i = 0; i < network.Hidden; i++)
            {
                MatrixView back = View(i == 0 ? states._drives : states._feedback, i, first, count);
                PackedProduct.Multiply(context, State(i + 1, first, count), packed.Back[i], back, default(NoEpilogue));
            }
        }

        // What the loop carries: o; nudged also o + beta y* (Eq 11) or o + 2 beta (y* - o) (Eq 12).
        private MatrixView Carried(int first, int count)
        {
            int last = states._states.Length - 1;
            MatrixView o = State(last, first, count);
            LoopSignal signal = states._network.Spec.LoopSignal;
            if (beta == 0 || signal == LoopSignal.Output)
            {
                return o;
            }

            var carried = new MatrixView(states._carried, first * o.Columns, count, o.Columns, o.Columns);
            for (int i = 0; i < count; i++)
            {
                Span<float> from = o.Row(i), to = carried.Row(i);
                from.CopyTo(to);
                for (int j = 0; j < to.Length && signal == LoopSignal.CorrectedOutput; j++)
                {
                    to[j] -= 2 * beta * from[j];
                }

                to[labels[first + i]] += signal == LoopSignal.CorrectedOutput ? 2 * beta : beta;
            }

            return carried;
        }

        // s = clip(s + eps (u - s), 0, 1) of one sample, all layers; the sum of the changes.
        private float Move(int sample)
        {
            CoupledStates network = states._network;
            float step = network.Spec.StepSize, change = 0;
            int last = states._states.Length - 1;
            for (int i = 0; i < last; i++)
            {
                ReadOnlySpan<float> own = i == 0
                    ? states._fromInput.AsSpan(sample * network.Weights[0].Rows, network.Weights[0].Rows)
                    : network.Biases[i].Values;
                ReadOnlySpan<float> back = network.IsSymmetric && i > 0 ? View(states._feedback, i, sample, 1).Row(0) : default;
                change += StateStep.Move(State(i, sample, 1).Row(0), own, View(states._drives, i, sample, 1).Row(0), back, step);
            }

            // The output's drive gains 2 beta (y* - o).
            Span<float> output = State(last, sample, 1).Row(0), drive = View(states._drives, last, sample, 1).Row(0);
            for (int j = 0; beta != 0 && j < output.Length; j++)
            {
                drive[j] += 2 * beta * ((j == labels[sample] ? 1f : 0f) - output[j]);
            }

            return change + StateStep.Move(output, network.Biases[last].Values, drive, default, step);
        }

        private MatrixView State(int layer, int first, int count)
        {
            int width = states._network.Weights[layer].Rows;
            return new MatrixView(states._states[layer], (offset + first) * width, count, width, width);
        }

        private MatrixView View(float[][] of, int layer, int first, int count)
        {
            int width = states._network.Weights[layer].Rows;
            return new MatrixView(of[layer], first * width, count, width, width);
        }
    }

    /// <summary>Adds a bias to every row.</summary>
    private readonly struct AddBias(float[] bias) : IGemmEpilogue
    {
        public void Apply(int row, int column, in MatrixView block)
        {
            for (int i = 0; i < block.Rows; i++)
            {
                Span<float> values = block.Row(i);
                System.Numerics.Tensors.TensorPrimitives.Add(values, bias.AsSpan(column, values.Length), values);
            }
        }
    }
}
