using SigProp.Optimizers;

namespace SigProp.Training;

/// <summary>What training has to know besides the network to go on where it ended: the optimizer's steps and moments, and the number of epochs done.
/// Made by training, kept in a <see cref="Model"/>, used by <c>Trainer.TrainMore</c>; it never changes.</summary>
public sealed class TrainingState
{
    /// <param name="rule">How the network learned.</param>
    /// <param name="optimizer">The recipe of each layer's optimizer.</param>
    /// <param name="epochs">The epochs done.</param>
    /// <param name="learners">Of each layer's optimizer what it remembers; nobody changes it from now on.</param>
    internal TrainingState(LearningRuleKind rule, OptimizerSpec optimizer, int epochs, IReadOnlyList<OptimizerState> learners)
    {
        Rule = rule;
        Optimizer = optimizer;
        Epochs = epochs;
        Learners = learners;
    }

    /// <summary>How the network learned.</summary>
    public LearningRuleKind Rule { get; }

    /// <summary>The recipe of each layer's optimizer.</summary>
    public OptimizerSpec Optimizer { get; }

    /// <summary>The epochs that led to the network kept, over all runs; the next one is numbered, and draws its randomness, from here.</summary>
    public int Epochs { get; }

    /// <summary>What each layer's optimizer remembers, in the learning rule's order.</summary>
    internal IReadOnlyList<OptimizerState> Learners { get; }

    /// <summary>Why training cannot go on from here with these options, a sentence; null where it can.</summary>
    internal string? MisfitOf(TrainingOptions options)
    {
        if (options.Rule != Rule)
        {
            return $"The state is that of training by {Rule}, and the options say {options.Rule}.";
        }

        // SGD has moments only with momentum.
        int slots = Optimizer.CreateRule().StateSlots, needed = options.Optimizer.CreateRule().StateSlots;
        if (options.Optimizer.GetType() != Optimizer.GetType() || slots != needed)
        {
            return $"The state is that of the optimizer {Describe(Optimizer)}, and the options say {Describe(options.Optimizer)}.";
        }

        return null;
    }

    /// <summary>Why this is the state of another network, a sentence; null where it may be that of this one.</summary>
    internal string? MisfitOf(Network network)
    {
        var tensors = network.Tensors.ToDictionary(t => t.Name, StringComparer.Ordinal);
        foreach (TensorInfo parameter in Learners.SelectMany(l => l.Parameters))
        {
            if (!tensors.Remove(parameter.Name, out TensorInfo? tensor))
            {
                return $"The state is that of another network: this one has no parameter '{parameter.Name}'.";
            }

            if (tensor != parameter)
            {
                return $"The state is that of another network: '{parameter.Name}' is {parameter.Rows} x {parameter.Columns} there and "
                    + $"{tensor.Rows} x {tensor.Columns} here.";
            }
        }

        return null;
    }

    /// <summary>Why these optimizers do not learn what learned here, a sentence; null where they do.</summary>
    internal string? MisfitOf(IReadOnlyList<LayerOptimizer> optimizers)
    {
        if (Learners.Count == optimizers.Count && Learners.Zip(optimizers).All(pair => pair.First.Parameters.SequenceEqual(pair.Second.State.Parameters)))
        {
            return null;
        }

        string[] own = [.. Learners.SelectMany(l => l.Parameters).Select(p => p.Name)];
        string[] others = [.. optimizers.SelectMany(o => o.State.Parameters).Select(p => p.Name)];
        return $"The state is that of another network: {string.Join(", ", own)} learned there, and {string.Join(", ", others)} learn here.";
    }

    /// <summary>Hands steps and moments to the optimizers of a learning rule, which learn what learned here.</summary>
    internal void CopyTo(IReadOnlyList<LayerOptimizer> optimizers)
    {
        for (int i = 0; i < optimizers.Count; i++)
        {
            Learners[i].CopyTo(optimizers[i].State);
        }
    }

    /// <summary>The same state for a network that has grown by classes; what is new has no moments yet.</summary>
    internal TrainingState Grow(Network grown)
    {
        var tensors = grown.Tensors.ToDictionary(t => t.Name, StringComparer.Ordinal);
        return new TrainingState(
            Rule, Optimizer, Epochs, [.. Learners.Select(l => l.Grow([.. l.Parameters.Select(p => tensors[p.Name])]))]);
    }

    private static string Describe(OptimizerSpec optimizer) => optimizer switch
    {
        SgdSpec { Momentum: > 0 } => "SgdSpec with momentum",
        SgdSpec => "SgdSpec without momentum",
        _ => optimizer.GetType().Name,
    };
}
