using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using SigProp.Numerics;

namespace SigProp.Optimizers;

/// <summary>One layer's optimizer: its parameters' gradients and state, and the chain clip -> decay -> rule -> learning rate.</summary>
internal sealed unsafe class LayerOptimizer
{
    private const int NumbersInItem = 1 << 15;

    private readonly OptimizerSpec _spec;
    private readonly UpdateRule _rule;
    private readonly float _clipNorm;
    private readonly IReadOnlyList<Parameter> _parameters;
    private readonly MatrixView[] _gradients;
    private UpdateStep _step;

    /// <param name="spec">The recipe.</param>
    /// <param name="clipNorm">The largest norm of the layer's whole gradient; 0 for no limit.</param>
    /// <param name="parameters">What learns.</param>
    /// <param name="gradients">Where gradients go; at least <see cref="GradientLength"/> long, and shared by layers that learn in turn.</param>
    /// <param name="precision">In how many bits the moments are kept; in 16 they are <see cref="Halves"/>, and the state has none.</param>
    public LayerOptimizer(
        OptimizerSpec spec, float clipNorm, IReadOnlyList<Parameter> parameters, float[] gradients, TrainingPrecision precision = TrainingPrecision.Single)
    {
        _spec = spec;
        _rule = spec.CreateRule();
        _clipNorm = clipNorm;
        _parameters = parameters;
        _gradients = new MatrixView[parameters.Count];
        State = new OptimizerState([.. parameters.Select(p => new TensorInfo(p.Name, p.Rows, p.Columns))], _rule.StateSlots, precision == TrainingPrecision.Single);
        int offset = 0;
        for (int i = 0; i < parameters.Count; i++)
        {
            Parameter p = parameters[i];
            _gradients[i] = new MatrixView(gradients, offset, p.Rows, p.Columns, p.Columns);
            offset += p.Length;
        }
    }

    /// <summary>What learns.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>What is remembered from step to step; every step changes it.</summary>
    public OptimizerState State { get; }

    /// <summary>The moments in 16 bits, while steps are taken; null where <see cref="State"/> holds them.</summary>
    public HalfLearner? Halves { get; set; }

    /// <summary>The average of what learns over the steps; null where none is kept.</summary>
    public WeightAverage? Average { get; set; }

    /// <summary>The learning rate of the steps to come, scheduled.</summary>
    public float LearningRate { get; set; }

    public static int GradientLength(IReadOnlyList<Parameter> parameters) => parameters.Sum(p => p.Length);

    /// <summary>Where the gradient of parameter <paramref name="index"/> goes, shaped like it.</summary>
    public MatrixView Gradient(int index) => _gradients[index];

    /// <summary>Fixes this step's numbers; <see cref="Update"/> does so itself.</summary>
    public void BeginStep()
    {
        State.Steps++;
        _step = _rule.Prepare(new UpdateStep { LearningRate = LearningRate, GradientScale = 1f }, State.Steps);
    }

    /// <summary>Takes a step: clips the norm of the layer's gradient, where it is to be clipped, and updates everything.</summary>
    public void Update(ComputeContext context)
    {
        BeginStep();
        if (_clipNorm > 0)
        {
            ClipNorm();
        }

        UpdateFrom(context, 0);
    }

    private void UpdateFrom(ComputeContext context, int first)
    {
        for (int i = first; i < _parameters.Count; i++)
        {
            if (Halves is not null)
            {
                Halves.Update(context, i);
                continue;
            }

            // Small parameters are done before another thread has woken.
            int rows = _parameters[i].Rows, columns = _parameters[i].Columns;
            int rowsInItem = Math.Max(1, NumbersInItem / columns);
            context.Workers.Run((rows + rowsInItem - 1) / rowsInItem, new UpdateRows(this, i, rows, rowsInItem));
        }

        Average?.Take(context);
    }

    /// <summary>Takes a step in which the gradient of the first parameter is A^T B; those of the others have been computed. Where its norm is not
    /// needed beforehand, and moments need not be expanded, the product is not stored.</summary>
    /// <param name="context">Threads, kernel and buffers.</param>
    /// <param name="a">[n, rows of the parameter].</param>
    /// <param name="b">[n, columns of the parameter].</param>
    public void UpdateByProduct(ComputeContext context, in MatrixView a, in MatrixView b)
    {
        if (_clipNorm > 0 || Halves is not null)
        {
            Gemm.Multiply(context, a, true, b, false, _gradients[0], 0f);
            Update(context);
            return;
        }

        BeginStep();
        Parameter parameter = _parameters[0];
        int stride = parameter.Columns;
        fixed (float* values = parameter.Values, first = State.First[0], second = State.Second[0])
        {
            UpdateStep step = StepFor(parameter);
            var tiles = new UpdateTiles(_rule, step, values, first, second, stride);
            if (_rule is AdamRule adam)
            {
                Gemm.Consume<AdamTiles, AdamTile>(context, a, true, b, false, new AdamTiles(tiles, adam.Factors(step), values, first, second, stride));
            }
            else
            {
                Gemm.Consume(context, a, true, b, false, tiles);
            }
        }

        UpdateFrom(context, 1);
    }

    /// <summary>Updates some rows of a parameter; safe on several threads at once for different rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void UpdateRows(int index, int row, int rows)
    {
        Parameter parameter = _parameters[index];
        int at = row * parameter.Columns, length = rows * parameter.Columns;
        float[] first = State.First[index], second = State.Second[index];
        _rule.Apply(
            parameter.Values.Slice(at, length),
            _gradients[index].Elements.Slice(at, length),
            first.Length > 0 ? first.AsSpan(at, length) : default,
            second.Length > 0 ? second.AsSpan(at, length) : default,
            StepFor(parameter));
    }

    /// <summary>Updates some numbers of a parameter whose moments are elsewhere.</summary>
    /// <param name="index">The parameter.</param>
    /// <param name="at">The first number.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="first">Their first moments, where the rule has any.</param>
    /// <param name="second">Their second moments, where the rule has any.</param>
    public void UpdateRun(int index, int at, Span<float> values, Span<float> first, Span<float> second)
        => _rule.Apply(values, _gradients[index].Elements.Slice(at, values.Length), first, second, StepFor(_parameters[index]));

    private UpdateStep StepFor(Parameter parameter) => _step with { WeightDecay = parameter.IsWeight ? _spec.WeightDecay : 0f };

    /// <summary>For gradients whose squares overflow a float.</summary>
    private static double SumOfSquares(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
        {
            sum += (double)value * value;
        }

        return sum;
    }

    private void ClipNorm()
    {
        // g = g * min(1, limit / |g|), the norm over all of the layer's parameters
        double squares = 0;
        foreach (MatrixView gradient in _gradients)
        {
            float sum = TensorPrimitives.SumOfSquares<float>(gradient.Elements);
            squares += float.IsFinite(sum) ? sum : SumOfSquares(gradient.Elements);
        }

        double norm = Math.Sqrt(squares);
        _step = _step with { GradientScale = norm > _clipNorm ? (float)(_clipNorm / norm) : 1f };
    }
}
