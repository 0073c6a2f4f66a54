namespace SigProp;

public sealed partial record NetworkSpec
{
    /// <summary>Everything that is wrong with this specification, a sentence each; empty where it is sound.</summary>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        ValidateEnds(errors);
        ValidateLayers(errors);
        if (Targets is null)
        {
            errors.Add("Targets is null; use new TargetGeneratorSpec().");
        }
        else
        {
            Targets.Validate(errors);
        }

        Spiking?.Validate(errors);
        if (Spiking is not null && errors.Count == 0)
        {
            ValidateSpiking(Spiking, errors);
        }

        if (Continuous is not null && Targets is not null && Layers?.All(l => l is not null) == true)
        {
            ValidateContinuous(Continuous, errors);
        }

        // Whether shapes can be followed from the input on does not depend on what comes next.
        bool shapesAreKnown = errors.Count == 0;
        ValidateEnum(Loss, nameof(Loss), errors);
        ValidateEnum(Head, nameof(Head), errors);
        ValidateEnum(OutputLoss, nameof(OutputLoss), errors);
        if (TopK < 1)
        {
            errors.Add($"TopK is {TopK}; it must be at least 1.");
        }

        if (!(HuberDelta > 0 && float.IsFinite(HuberDelta)))
        {
            errors.Add($"HuberDelta is {HuberDelta}; it must be above 0 and finite.");
        }

        if (OutputLoss == OutputLossKind.Huber && Enum.IsDefined(Head) && Head != HeadKind.Linear)
        {
            errors.Add($"OutputLoss is {OutputLoss}; it trains the head Linear, and the head is {Head}.");
        }

        if (TreeBudget is < 0)
        {
            errors.Add($"TreeBudget is {TreeBudget}; it must be at least 1, or 0 for an exact search, or null for none.");
        }

        if (errors.Count == 0)
        {
            ValidateTogether(errors);
        }

        if (shapesAreKnown)
        {
            ValidateShapes(errors);
        }

        return errors;
    }

    private void ValidateEnds(List<string> errors)
    {
        if (Inputs < 1)
        {
            errors.Add($"Inputs is {Inputs}; a network needs at least 1 input feature.");
        }

        if (Image is ImageShape image)
        {
            int before = errors.Count;
            image.Validate(nameof(Image), errors);
            if (errors.Count == before && image.Size != Inputs)
            {
                errors.Add($"Inputs is {Inputs}; images of {image} have {image.Size} values.");
            }
        }

        if (Outputs < 0 || (Outputs > 0 && Classes != 0))
        {
            errors.Add($"Classes is {Classes} and Outputs {Outputs}; a classifier has Classes and no Outputs, a regression Outputs and no Classes.");
        }
        else if (Outputs == 0 && Classes < 2)
        {
            errors.Add($"Classes is {Classes}; a classifier needs at least 2 classes.");
        }

        if (Bins < 2)
        {
            errors.Add($"Bins is {Bins}; regression needs at least 2.");
        }
    }

    private void ValidateLayers(List<string> errors)
    {
        if (Layers is null || !LearningLayers.Any())
        {
            errors.Add(Layers is null || Layers.Count == 0
                ? "Layers is empty; a network needs at least 1 hidden layer."
                : "Layers holds none that learns; a network needs at least 1 dense layer or convolution.");
            return;
        }

        for (int i = 0; i < Layers.Count; i++)
        {
            if (Layers[i] is null)
            {
                errors.Add($"Layer {i + 1} is null.");
                continue;
            }

            Layers[i].Validate($"Layer {i + 1}", errors);
            if (Layers[i] is LearningLayerSpec { Loss: LocalLossKind loss })
            {
                ValidateEnum(loss, $"Layer {i + 1}: Loss", errors);
            }
        }
    }

    /// <summary>What does not go together, each part being sound.</summary>
    private void ValidateTogether(List<string> errors)
    {
        for (int i = 0; i < Layers.Count; i++)
        {
            if (Layers[i] is LearningLayerSpec layer && WhyNot(LossOf(layer)) is string why)
            {
                errors.Add($"Layer {i + 1}: {why}");
            }
        }

        bool forNumbers = Head is HeadKind.Linear or HeadKind.NearestTarget or HeadKind.Vote;
        if (IsRegression ? !forNumbers : Head == HeadKind.Linear)
        {
            errors.Add(IsRegression
                ? $"Head {Head} predicts classes; for regression choose Linear, NearestTarget or Vote."
                : "Head Linear predicts numbers; for classes choose Classifier, NearestTarget or Vote.");
        }
        else if (!HasClassTargets && Head is HeadKind.NearestTarget or HeadKind.Vote)
        {
            errors.Add($"Head {Head} needs a target for each {(IsRegression ? "bin" : "class")}, and {TargetsInWords} makes one for each sample; "
                + $"choose {(IsRegression ? "Linear" : "Classifier")}.");
        }

        if (TreeBudget is not null && (Head != HeadKind.NearestTarget || IsRegression))
        {
            errors.Add("TreeBudget is set; only a classifier with the head NearestTarget searches its targets by a tree"
                + (IsRegression ? "." : "; choose that head."));
        }

        if (Targets.Kind == TargetGeneratorKind.Shared && (!IsRegression || Outputs != Inputs))
        {
            errors.Add("Targets Shared sends the target through the first layer as an input; it needs a regression with as many Outputs as Inputs"
                + (IsRegression ? $", {Inputs}, not {Outputs}." : "."));
        }

        if (Targets.Sparse && LearningLayers.First() is DenseSpec first && Targets.SparseUnits > first.Units)
        {
            errors.Add($"Targets: SparseUnits is {Targets.SparseUnits}; the first layer has {first.Units} units.");
        }

        if (Targets.Sparse && LearningLayers.First() is ConvolutionSpec && Targets.SparseUnits > 0)
        {
            errors.Add("Targets: SparseUnits is for a dense first layer; a convolution's sparse targets have its kernel's size.");
        }
    }

    private string TargetsInWords => Targets.Kind == TargetGeneratorKind.TargetOnly ? "a regression of several outputs" : $"the generator {Targets.Kind}";

    /// <summary>Why a layer cannot learn by <paramref name="loss"/>; null where it can.</summary>
    private string? WhyNot(LocalLossKind loss) => loss switch
    {
        LocalLossKind.Expectation when !(IsRegression && Outputs == 1)
            => "the loss Expectation is for regression with one output.",
        LocalLossKind.Dot or LocalLossKind.SquaredDistance or LocalLossKind.Expectation when !HasClassTargets
            => $"the loss {loss} compares with a target for each {(IsRegression ? "bin" : "class")}, and {TargetsInWords} makes one for each sample; "
                + "choose PairsByLabel, PairsMaxAll, PairsMaxOne or PairsTopK.",
        _ => null,
    };

    private void ValidateShapes(List<string> errors)
    {
        ImageShape shape = InputShape;
        ImageShape? target = null;
        bool first = true;
        for (int i = 0; i < Layers.Count; i++)
        {
            string where = $"Layer {i + 1}";
            LayerSpec layer = Layers[i];
            int before = errors.Count;
            layer.ValidateInput(where, "input", shape, errors);
            if (Targets.Sparse && target is not null && layer is ConvolutionSpec)
            {
                if (target.Channels != shape.Channels)
                {
                    errors.Add($"{where}: sparse targets of {target.Channels} values do not go with its {shape.Channels} input channels; "
                        + "put the convolution before the dense layer, or use targets that are not Sparse.");
                    return;
                }

                layer.ValidateInput(where, "sparse target", target, errors);
            }

            if (errors.Count > before)
            {
                return;
            }

            ImageShape output = layer.OutputShape(shape);
            ValidateSize($"{where}: its output", output.Channels, (long)output.Height * output.Width, errors);
            if (layer is LearningLayerSpec)
            {
                long inputs = layer is ConvolutionSpec c ? (long)shape.Channels / c.Groups * c.KernelHeight * c.KernelWidth : shape.Size;
                ValidateSize($"{where}: {output.Channels} units of {inputs} inputs", output.Channels, inputs, errors);
            }

            target = TargetShape(layer, first, target, output);
            if (first && layer is LearningLayerSpec && Contexts > 0)
            {
                ValidateSize($"{where}: {output.Size} units of {Contexts} targets", output.Size, Contexts, errors);
            }

            first &= layer is not LearningLayerSpec;
            shape = output;
        }
    }

    /// <summary>The shape of the targets after <paramref name="layer"/>: the output's where they are not sparse.</summary>
    internal ImageShape? TargetShape(LayerSpec layer, bool isFirst, ImageShape? before, ImageShape output) => layer switch
    {
        _ when isFirst && layer is not LearningLayerSpec => null,
        _ when !Targets.Sparse => output,
        ConvolutionSpec c when isFirst => new ImageShape(c.Channels, c.KernelHeight, c.KernelWidth),
        DenseSpec d when isFirst => ImageShape.Flat(Targets.SparseUnits > 0 ? Targets.SparseUnits : Math.Max(1, d.Units / 4)),
        ConvolutionSpec c => c.OutputShape(before!),
        PoolingSpec => before,
        _ => output,
    };

    private static void ValidateSize(string what, long rows, long columns, List<string> errors)
    {
        if (rows * columns > Array.MaxLength)
        {
            errors.Add($"{what} need {rows * columns} numbers; one array can hold {Array.MaxLength}.");
        }
    }

    private static void ValidateEnum<T>(T value, string name, List<string> errors)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            errors.Add($"{name} {value} is unknown; choose {string.Join(" or ", Enum.GetNames<T>())}.");
        }
    }
}
