using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Spiking;

namespace SigProp.Training;

/// <content>What is looked at before anything is learned.</content>
public partial class Trainer
{
    private void CheckState(Network network, TrainingState? state)
    {
        if ((state?.MisfitOf(Options with { Optimizer = Options.EffectiveOptimizer(network.Spec) }) ?? state?.MisfitOf(network)) is string misfit)
        {
            throw new ArgumentException($"{misfit} Give null to start the optimizer afresh.", nameof(state));
        }
    }

    /// <summary>The classes that a network is to get.</summary>
    private int NewClasses(Network network, int classes) => Options.AddClasses ? Math.Max(0, classes - network.ClassCount) : 0;

    /// <summary>What specification, options and data hold that does not go together.</summary>
    internal IEnumerable<string> Misfits(NetworkSpec spec, int rows)
    {
        int batch = Options.EffectiveBatchSize(Math.Max(rows, 1), spec);
        if (spec.Layers is not null && spec.LearningLayers.Any(l => spec.LossOf(l) == LocalLossKind.PairsTopK) && spec.TopK > batch)
        {
            yield return $"TopK is {spec.TopK}; a batch of {batch} rows has no more than {batch} targets to choose from.";
        }

        if (Options.Augmentation is ImageAugmentation augmentation)
        {
            if (spec.Image is null)
            {
                yield return "Augmentation varies images; the network's inputs are no images (Image is null).";
            }
            else
            {
                var errors = new List<string>();
                augmentation.Validate(spec.Image, errors);
                foreach (string error in errors)
                {
                    yield return error;
                }
            }
        }

        if (Options.Pipeline == PipelineMode.On && Options.Rule == LearningRuleKind.SignalPropagation && spec.Layers is not null)
        {
            if (spec.Targets is { IsLoop: true } targets)
            {
                yield return "Pipeline is On; pipelined training needs layers that learn from the forward pass alone, and the targets of "
                    + $"{targets.Kind} wait for the network's output. Choose Auto or Off, or other targets.";
            }
            else if (spec.LearningLayers.Count() == 1 && spec.Head == HeadKind.NearestTarget)
            {
                yield return "Pipeline is On; pipelined training needs several layers that learn, and the network has one. Choose Auto or Off.";
            }
        }

        foreach (string misfit in RuleMisfits(spec))
        {
            yield return misfit;
        }

        if (spec.Spiking is { LearningSignal: SpikingLearningSignal.Voltage } && Options.Rule == LearningRuleKind.Backpropagation)
        {
            yield return "Rule is Backpropagation and the spiking network's LearningSignal is Voltage; going back through time differentiates the spike "
                + "and needs a surrogate. Choose the LearningSignal Surrogate, or SignalPropagation.";
        }

        if (spec.Continuous is not null)
        {
            if (Options.Rule != LearningRuleKind.SignalPropagation)
            {
                yield return $"Rule is {Options.Rule}; a continuous network has no error path and learns by its Hebbian rule alone. Leave Rule out; for "
                    + "comparison choose the feedback Symmetric.";
            }

            if (Options.Optimizer is not null && Options.Optimizer != new AdamSpec())
            {
                yield return $"Optimizer is {Options.Optimizer.GetType().Name}; a continuous network's weights change by the Hebbian rule (Eq 14) at the "
                    + "LearningRates of its ContinuousSpec. Leave Optimizer out.";
            }

            if (Options.Pipeline == PipelineMode.On)
            {
                yield return "Pipeline is On; the states of a continuous network settle together. Choose Auto or Off.";
            }
        }

        if (Options.Precision == TrainingPrecision.Half && spec.Continuous is not null)
        {
            yield return "Precision is Half; the states of a continuous network settle together, over all of its weights at a time. Choose Single.";
        }

        if (Options.Precision == TrainingPrecision.Half && spec.Targets is { IsLoop: true } loop)
        {
            yield return $"Precision is Half; training in 16 bits expands one layer at a time, and the targets of {loop.Kind} are made of what all of them "
                + "answer. Choose Single, or other targets.";
        }

        foreach (string misfit in BackendFor(spec).Misfits(spec, Options))
        {
            yield return misfit;
        }

        if (Options.AddClasses && spec.IsRegression)
        {
            yield return "AddClasses is set; a regression has no classes.";
        }

        if (Options.ClassWeights != ClassWeighting.None && spec.IsRegression)
        {
            yield return $"ClassWeights is {Options.ClassWeights}; a regression has no classes.";
        }
    }

    /// <summary>What keeps a network from being trained with these options, a sentence each; empty where nothing does.</summary>
    /// <param name="spec">What the network is to be.</param>
    /// <param name="rows">How many rows there are to learn from.</param>
    public IReadOnlyList<string> Validate(NetworkSpec spec, int rows)
    {
        ArgumentNullException.ThrowIfNull(spec);
        string[] errors = [.. spec.Validate(), .. Options.Validate()];
        return errors.Length > 0 ? errors : [.. Misfits(spec, rows)];
    }

    internal static void CheckFits(NetworkSpec spec, Dataset data, Dataset? validation)
    {
        CheckFits(spec, data, "training", nameof(data));
        if (validation is not null)
        {
            CheckFits(spec, validation, "validation", nameof(validation));
        }
    }

    private static void CheckFits(NetworkSpec spec, RowSource stream, Dataset? validation)
    {
        CheckFits(spec, stream.Width, stream.ClassCount, stream.Outputs, "training", nameof(stream));
        if (validation is not null)
        {
            CheckFits(spec, validation, "validation", nameof(validation));
        }
    }

    internal static void CheckSeveralClasses(Dataset data)
    {
        if (!data.IsRegression && data.Labels.Distinct().Take(2).Count() < 2)
        {
            throw new ArgumentException("The training data hold rows of one class only; there is nothing to tell apart.", nameof(data));
        }
    }

    private static void CheckFits(NetworkSpec spec, Dataset data, string what, string parameter)
    {
        if (data.Count == 0)
        {
            throw new ArgumentException($"The {what} data hold no rows.", parameter);
        }

        CheckFits(spec, data.Width, data.ClassCount, data.Outputs, what, parameter);
        if (spec.Spiking is { Input: SpikingInput.PoissonRate or SpikingInput.Latency } spiking && SpikeCode.Outside(data.Features) is float value)
        {
            throw new ArgumentException(
                $"The {what} data hold the feature {value}; the input {spiking.Input} takes features from 0 to 1. Scale them, or choose ConstantCurrent.", parameter);
        }
    }

    private static void CheckFits(NetworkSpec spec, int width, int classes, int outputs, string what, string parameter)
    {
        if (width != spec.Inputs)
        {
            throw new ArgumentException($"The {what} data have {width} features and the network takes {spec.Inputs}.", parameter);
        }

        if ((outputs > 0) != spec.IsRegression)
        {
            throw new ArgumentException(
                $"The {what} data hold {(outputs > 0 ? "values" : "classes")} and the network predicts {(spec.IsRegression ? "values" : "classes")}.",
                parameter);
        }

        if (outputs != spec.Outputs)
        {
            throw new ArgumentException($"The {what} data have {outputs} values a row and the network predicts {spec.Outputs}.", parameter);
        }

        if (classes > spec.Classes)
        {
            throw new ArgumentException(
                $"The {what} data have {classes} classes and the network {spec.Classes}. Those from {spec.Classes} on, counted from 0, are new: "
                + $"Network.AddClasses({classes - spec.Classes}) adds them, and so does Trainer.TrainMore with the option AddClasses.",
                parameter);
        }
    }
}
