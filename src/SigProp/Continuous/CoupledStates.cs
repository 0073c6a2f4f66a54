using SigProp.Numerics;

namespace SigProp.Continuous;

/// <summary>The parameters of a continuous network: hidden states one after the other, the output, and the loop from there to the first
/// (Fig 2c).</summary>
internal sealed class CoupledStates
{
    /// <param name="spec">Feedback, steps and nudge.</param>
    /// <param name="inputs">Features.</param>
    /// <param name="widths">Units of each hidden state.</param>
    /// <param name="output">Weight and bias of the output.</param>
    public CoupledStates(ContinuousSpec spec, int inputs, IReadOnlyList<int> widths, IReadOnlyList<Parameter> output)
    {
        Spec = spec;
        var weights = new List<Parameter>();
        var biases = new List<Parameter>();
        for (int i = 0; i < widths.Count; i++)
        {
            weights.Add(new Parameter($"layer{i + 1}.weight", widths[i], i == 0 ? inputs : widths[i - 1], isWeight: true));
            biases.Add(new Parameter($"layer{i + 1}.bias", 1, widths[i], isWeight: false));
        }

        weights.Add(output[0]);
        biases.Add(output[1]);
        Weights = weights;
        Biases = biases;
        Units = biases.Sum(b => b.Columns);
        Loop = spec.Feedback == ContinuousFeedback.Symmetric ? null : new Parameter("loop.weight", widths[0], output[0].Rows, isWeight: true);
    }

    public ContinuousSpec Spec { get; }

    /// <summary>W_l of the hidden states in order, then V of the output: [width, width before].</summary>
    public IReadOnlyList<Parameter> Weights { get; }

    /// <summary>b_l in the same order.</summary>
    public IReadOnlyList<Parameter> Biases { get; }

    /// <summary>L, [first hidden width, outputs]; null where feedback is symmetric.</summary>
    public Parameter? Loop { get; }

    /// <summary>Hidden states.</summary>
    public int Hidden => Weights.Count - 1;

    /// <summary>States in all, the output's among them.</summary>
    public int Units { get; }

    public bool IsSymmetric => Loop is null;

    /// <summary>All parameters, in the order in which they are saved.</summary>
    public IEnumerable<Parameter> Parameters => Weights.Zip(Biases, (w, b) => new[] { w, b }).SelectMany(p => p).Concat(Loop is null ? [] : [Loop]);

    /// <summary>Numbers that training may change.</summary>
    public long ParameterCount => Parameters.Where(p => p != Loop || Spec.Feedback == ContinuousFeedback.LearnedLoop).Sum(p => (long)p.Length);

    /// <summary>About how many multiplications a prediction costs.</summary>
    public long MultiplicationsOfRow => Weights[0].Length
        + (Spec.EffectiveFreeSteps(Hidden) * (((IsSymmetric ? 2L : 1L) * Weights.Skip(1).Sum(w => (long)w.Length)) + (Loop?.Length ?? 0)));

    /// <summary>Draws weights uniformly within 1 / sqrt(inputs) of 0, and those of the loop within sqrt(6 / (inputs + outputs)) (Glorot and Bengio 2010):
    /// by its ten inputs alone it would be drawn three times as large, and drive states against their bounds. Biases are 0.</summary>
    public void Initialize(RandomKey key)
    {
        foreach (Parameter parameter in Parameters)
        {
            parameter.Values.Clear();
            if (parameter.IsWeight)
            {
                float bound = parameter == Loop ? MathF.Sqrt(6f / (parameter.Rows + parameter.Columns)) : 1f / MathF.Sqrt(parameter.Columns);
                RandomStream stream = key.Split(parameter.Name).Stream();
                stream.FillUniform(parameter.Values, -bound, bound);
            }
        }
    }
}
