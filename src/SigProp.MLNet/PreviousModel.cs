using System.Globalization;
using SigProp.Data;
using SigProp.Training;

namespace SigProp.MLNet;

/// <summary>A model that training goes on from. It stays as it is: what is trained is a copy of its network.</summary>
/// <param name="model">The model.</param>
internal sealed class PreviousModel(Model model)
{
    /// <summary>What its features go through, and those of the new rows; null for nothing.</summary>
    public FeatureEncoding? Encoding => (FeatureEncoding?)model.Encoding;

    /// <summary>Whether the new rows may have missing values.</summary>
    public bool AcceptsMissing => Encoding is { AcceptsMissing: true };

    /// <summary>What the new rows have to be like.</summary>
    /// <param name="addsClasses">Whether they may be of new classes.</param>
    public KnownRows Known(bool addsClasses) => KnownRows.Of(model, addsClasses);

    /// <exception cref="ArgumentException">The network that the options ask for is not the model's.</exception>
    public void CheckNetwork(NetworkSpec asked)
    {
        string[] names = [.. Differences(asked, model.Network.Spec)];
        if (names.Length > 0)
        {
            throw new ArgumentException(
                "The network of the previous model is not the one that the trainer's options ask for: they differ in "
                + $"{string.Join(", ", names)}. Give the options that the model was trained with, or train without it.");
        }
    }

    public TrainingResult Train(
        Trainer trainer, Dataset data, Dataset? validation, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
        => Explain(() => trainer.TrainMore(model.Network.Copy(), model.State, data, validation, progress, cancellationToken));

    public TrainingResult Train(
        Trainer trainer, RowSource source, Dataset? validation, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
        => Explain(() => trainer.TrainMore(model.Network.Copy(), model.State, source, validation, progress, cancellationToken));

    private TrainingResult Explain(Func<TrainingResult> train)
    {
        try
        {
            return train();
        }
        catch (ArgumentException exception) when (exception.ParamName == "state")
        {
            throw new ArgumentException(
                $"The previous model keeps the training state of the optimizer {model.State!.Optimizer.GetType().Name}, which the trainer's options cannot go on "
                + "from; give the Optimizer that the model was trained with, or train it without KeepTrainingState.", exception);
        }
    }

    private static IEnumerable<string> Differences(NetworkSpec asked, NetworkSpec has)
    {
        (string Name, bool IsSame)[] parts =
        [
            ("the image's shape", asked.Image == has.Image),
            (LayersThatDiffer(asked.Layers, has.Layers), asked.Layers.SequenceEqual(has.Layers)),
            ("the targets", asked.Targets == has.Targets),
            ("the loss", asked.Loss == has.Loss && asked.TopK == has.TopK),
            ("the head", (asked.Head, asked.OutputLoss, asked.HuberDelta, asked.TreeBudget) == (has.Head, has.OutputLoss, has.HuberDelta, has.TreeBudget)),

            // Fewer are made where too many values are equal.
            ("the number of bins", asked.Bins >= has.Bins),
            ("the spiking neurons", asked.Spiking == has.Spiking),
            ("the coupled states", asked.Continuous == has.Continuous),
        ];
        return parts.Where(p => !p.IsSame).Select(p => p.Name);
    }

    /// <summary>What differs in the first layer that differs.</summary>
    private static string LayersThatDiffer(IReadOnlyList<LayerSpec> asked, IReadOnlyList<LayerSpec> has)
    {
        if (asked.Count != has.Count)
        {
            return $"the layers (the model has {has.Count}, the options ask for {asked.Count})";
        }

        int i = Enumerable.Range(0, asked.Count).FirstOrDefault(i => asked[i] != has[i]);
        if (asked.Count == 0 || asked[i].GetType() != has[i].GetType())
        {
            return $"layer {i + 1}";
        }

        IEnumerable<string> properties = asked[i].GetType().GetProperties()
            .Where(p => p.CanRead && !Equals(p.GetValue(asked[i]), p.GetValue(has[i])))
            .Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Name} is {p.GetValue(has[i]) ?? "null"} in the model, and {p.GetValue(asked[i]) ?? "null"} is asked for"));
        return $"layer {i + 1} ({string.Join("; ", properties)})";
    }
}
