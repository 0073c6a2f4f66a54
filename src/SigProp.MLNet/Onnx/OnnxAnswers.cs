using Microsoft.ML.Model.OnnxConverter;

namespace SigProp.MLNet.Onnx;

/// <summary>The ONNX nodes of what a network answers: the comparison of layers with the classes' targets, the head, early exit.</summary>
/// <param name="graph">The graph.</param>
/// <param name="network">The network.</param>
/// <param name="layers">Its layers, already in the graph.</param>
internal sealed class OnnxAnswers(OnnxGraph graph, Network network, OnnxLayers layers)
{
    /// <summary>The operators that early exit needs: TopK with its number as an input.</summary>
    private const int EarlyExitOperatorSet = 10;

    private NetworkSpec Spec => network.Spec;

    private int Contexts => Spec.IsRegression ? Spec.Bins : Spec.Classes;

    /// <summary>Adds the head.</summary>
    /// <returns>The probabilities of classes or bins, [n, classes].</returns>
    public string Probabilities()
    {
        float temperature = network.GetTemperature();
        return Spec.Head switch
        {
            HeadKind.NearestTarget => graph.SoftMax(ExitScores(network.LayerCount, temperature)),
            HeadKind.Vote when network.HasExits => Vote(temperature),
            _ => graph.SoftMax(HeadScores(temperature)),
        };
    }

    /// <summary>Adds the head of a regression.</summary>
    /// <returns>The values, [n, outputs].</returns>
    public string Values()
    {
        // y = sum_k p_k c_k, or h V^T + c, standardised; then y deviation + mean
        string y = Spec.Head == HeadKind.Linear ? HeadScores(1f)
            : graph.Affine(Probabilities(), network.GetTensor("output.centers"), new float[1]);
        y = graph.Add("Mul", y, graph.Row(network.GetTensor("output.deviation")));
        return graph.Add("Add", y, graph.Row(network.GetTensor("output.mean")));
    }

    /// <summary>Adds all exits and the head: the answer of a row is that of the first layer whose most probable class leads the second by the margin, the
    /// head's where there is none. Every layer is computed, whatever the answer: ONNX has no way out for a single row.</summary>
    /// <param name="margin">The margin, in [0, 1]; 1 goes to the head.</param>
    /// <returns>The probabilities, [n, classes], and the number of the layer that answered, from 1, the head last, [n, 1].</returns>
    public (string Probabilities, string Depth) EarlyExit(double margin)
    {
        graph.Need(EarlyExitOperatorSet);
        bool answersAsHead = Spec.Head == HeadKind.NearestTarget;
        string p = answersAsHead ? ExitProbabilities(network.LayerCount) : Probabilities(), depth = graph.Count(network.LayerCount + 1);

        // From the last exit back, each before those behind it. The one that the head repeats has the head's depth.
        string threshold = graph.Number(margin < 1 ? AtLeast(margin) : 2f);
        for (int exit = network.LayerCount; exit > 0; exit--)
        {
            bool isHead = answersAsHead && exit == network.LayerCount;
            string own = isHead ? p : ExitProbabilities(exit);
            string unsure = graph.Add("Less", Margin(own), threshold);
            p = isHead ? p : graph.Add("Where", unsure, p, own);
            depth = graph.Add("Where", unsure, depth, graph.Count(isHead ? exit + 1 : exit));
        }

        return (p, depth);
    }

    /// <summary>Adds one layer's answer and, for each row, the number of the layer.</summary>
    /// <param name="exit">The layer, from 1.</param>
    /// <returns>The probabilities, [n, classes], and the layer's number, [n, 1].</returns>
    public (string Probabilities, string Depth) ExitAt(int exit)
    {
        // A number for each row, however many there are: both branches are the same.
        string p = ExitProbabilities(exit), depth = graph.Count(exit);
        return (p, graph.Add("Where", graph.Add("Less", graph.Columns(p, 0), graph.Number(0f)), depth, depth));
    }

    /// <summary>Adds one layer's answer.</summary>
    /// <param name="exit">The layer, from 1.</param>
    /// <returns>The probabilities of classes, [n, classes].</returns>
    public string ExitProbabilities(int exit) => graph.SoftMax(ExitScores(exit, network.GetTemperature(exit)));

    // the largest minus the second largest
    private string Margin(string p)
    {
        string values = graph.Name("TopK");
        OnnxNode node = graph.Create("TopK", [p, graph.Whole(2)], values, graph.Name("TopK"));
        node.AddAttribute("axis", 1L);
        return graph.Add("Sub", graph.Columns(values, 0), graph.Columns(values, 1));
    }

    /// <summary>The least number of 32 bits that is not below one of 64.</summary>
    private static float AtLeast(double value) => (float)value < value ? MathF.BitIncrement((float)value) : (float)value;

    // z = h t^T / positions, or minus the squared distance, 2 h . t - |t|^2, without the |h|^2 that the softmax does not see; divided by the temperature
    private string ExitScores(int exit, float temperature)
    {
        LearningLayerSpec layer = Spec.Layers.OfType<LearningLayerSpec>().ElementAt(exit - 1);
        OnnxSignal output = layers.Learning[exit - 1];
        bool comparesMeans = Spec.Targets.Sparse && layer is ConvolutionSpec;
        int positions = output.Shape.Height * output.Shape.Width, width = comparesMeans ? output.Shape.Channels : output.Shape.Size;
        float[][] targets = Targets(network.GetClassTargets(exit), comparesMeans ? width : null);
        bool byDistance = (layer.Loss ?? Spec.Loss) == LocalLossKind.SquaredDistance;
        double factor = 1.0 / ((comparesMeans ? 1 : positions) * (double)temperature);

        float[] weight = new float[Contexts * width], bias = new float[Contexts];
        for (int k = 0; k < targets.Length; k++)
        {
            double squares = 0;
            for (int j = 0; j < targets[k].Length; j++)
            {
                weight[(k * width) + j] = (float)(targets[k][j] * factor * (byDistance ? 2 : 1));
                squares += targets[k][j] * (double)targets[k][j];
            }

            bias[k] = byDistance ? (float)(-squares * factor) : 0f;
        }

        return graph.Affine(comparesMeans ? Means(output) : output.Flat, weight, bias);
    }

    /// <summary>The rows of targets, or their means over the positions of each channel.</summary>
    private float[][] Targets(ReadOnlySpan<float> targets, int? channels)
    {
        int width = targets.Length / Contexts, taken = width / (channels ?? width);
        float[][] rows = new float[Contexts][];
        for (int k = 0; k < rows.Length; k++)
        {
            float[] row = targets.Slice(k * width, width).ToArray();
            rows[k] = taken == 1 ? row : [.. row.Chunk(taken).Select(patch => patch.Average())];
        }

        return rows;
    }

    private string Means(OnnxSignal maps)
    {
        string means = graph.Add("ReduceMean", [maps.Map], out OnnxNode node);
        node.AddAttribute("axes", new long[] { 2, 3 });
        node.AddAttribute("keepdims", 0L);
        return means;
    }

    // y = (h V^T + c) / temperature
    private string HeadScores(float temperature)
    {
        string scores = graph.Affine(layers.Last.Flat, network.GetTensor("head.weight"), network.GetTensor("head.bias"));
        return temperature == 1f ? scores : graph.Add("Mul", scores, graph.Number(1f / temperature));
    }

    // softmax(log(sum / voters) / temperature), the sum being that of the probabilities of all layers and, of classes, of the head
    private string Vote(float temperature)
    {
        List<string> voters = [.. Enumerable.Range(1, network.LayerCount).Select(exit => graph.SoftMax(ExitScores(exit, 1f)))];
        if (!Spec.IsRegression)
        {
            voters.Add(graph.SoftMax(HeadScores(1f)));
        }

        string mean = graph.Add("Div", graph.Add("Sum", [.. voters]), graph.Number(voters.Count));
        string scores = graph.Add("Log", graph.Add("Max", mean, graph.Number(float.Epsilon)));
        return graph.SoftMax(graph.Add("Mul", scores, graph.Number(1f / temperature)));
    }
}
