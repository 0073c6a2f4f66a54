namespace SigProp.MLNet.Tests.Onnx;

/// <summary>Runs the operators that ML.NET and this library write, as the ONNX standard defines them (github.com/onnx/onnx, Operators.md and
/// Operators-ml.md): slowly, and with sums in 64 bits.</summary>
internal sealed partial class OnnxInterpreter
{
    private readonly Dictionary<string, OnnxTensor> _values;

    private OnnxInterpreter(Dictionary<string, OnnxTensor> values) => _values = values;

    /// <summary>Runs a graph.</summary>
    /// <param name="file">The graph.</param>
    /// <param name="inputs">Its inputs, by name.</param>
    /// <returns>Its outputs, by name.</returns>
    /// <exception cref="InvalidDataException">A node reads what no node before it has written, or a name is written twice, or an operator is
    /// unknown.</exception>
    public static Dictionary<string, OnnxTensor> Run(OnnxFile file, IReadOnlyDictionary<string, OnnxTensor> inputs)
    {
        var values = new Dictionary<string, OnnxTensor>(file.Constants);
        foreach (string input in file.Inputs)
        {
            values.Add(input, inputs[input]);
        }

        var run = new OnnxInterpreter(values);
        foreach (OnnxOperation node in file.Nodes)
        {
            OnnxTensor[] outputs = Evaluate(node, [.. node.Inputs.Select(run.Value)]);
            foreach ((string name, OnnxTensor value) in node.Outputs.Zip(outputs))
            {
                if (!values.TryAdd(name, value))
                {
                    throw new InvalidDataException($"'{name}' is written twice, last by {node.Kind} '{node.Name}'.");
                }
            }
        }

        return file.Outputs.ToDictionary(name => name, run.Value);
    }

    private OnnxTensor Value(string name) => _values.GetValueOrDefault(name)
        ?? throw new InvalidDataException($"'{name}' is read before it is written.");

    private static OnnxTensor[] Evaluate(OnnxOperation node, OnnxTensor[] x) => node.Kind switch
    {
        "Identity" => [x[0]],
        "Add" when x[0].Integers is not null => [Whole(x[0], x[1], (a, b) => a + b)],
        "Add" or "Sum" => [Fold(x, (a, b) => a + b)],
        "Sub" => [Fold(x, (a, b) => a - b)],
        "Mul" => [Fold(x, (a, b) => a * b)],
        "Div" => [Fold(x, (a, b) => a / b)],
        "Max" => [Fold(x, MathF.Max)],
        "Min" => [Fold(x, MathF.Min)],
        "Less" => [new(Broadcast(x[0].Shape, x[1].Shape), Integers: [.. Fold(x, (a, b) => a < b ? 1 : 0).Singles!.Select(v => (long)v)])],
        "IsNaN" => [new(x[0].Shape, Integers: [.. x[0].Singles!.Select(v => float.IsNaN(v) ? 1L : 0)])],
        "Where" => [Where(x[0], x[1], x[2])],
        "Relu" => [Map(x[0], v => MathF.Max(v, 0))],
        "LeakyRelu" => [Map(x[0], v => v < 0 ? v * node.Single("alpha", 0.01f) : v)],
        "Tanh" => [Map(x[0], MathF.Tanh)],
        "Log" => [Map(x[0], MathF.Log)],
        "Sigmoid" => [Map(x[0], v => 1 / (1 + MathF.Exp(-v)))],
        "Clip" => [Map(x[0], v => MathF.Min(MathF.Max(v, Bound(x, 1, float.MinValue)), Bound(x, 2, float.MaxValue)))],
        "Softmax" => [SoftMax(x[0])],
        "Gemm" => [Gemm(node, x)],
        "Conv" => [Convolve(node, x)],
        "MaxPool" => [Pool(node, x[0], isMax: true)],
        "AveragePool" => [Pool(node, x[0], isMax: false)],
        "BatchNormalization" => [Normalize(node, x)],
        "ReduceMean" => [ReduceMean(node, x[0])],
        "ReduceSum" => [ReduceSum(node, x[0])],
        "Reshape" => [Reshape(x[0], x[1])],
        "Gather" => [Gather(node, x[0], x[1])],
        "Concat" => [Join(x)],
        "ArgMax" => [ArgMax(node, x[0])],
        "TopK" => TopK(x[0], (int)x[1].Integers![0]),
        "Cast" => [Cast(node, x[0])],
        "LabelEncoder" => [Encode(node, x[0])],
        "OneHotEncoder" => [OneHot(node, x[0])],
        "FeatureVectorizer" => [Join(x)],
        "Scaler" => [Scale(node, x[0])],
        "Imputer" => [Impute(node, x[0])],
        "Binarizer" => [Map(x[0], v => v > node.Single("threshold", 0) ? 1 : 0)],
        _ => throw new InvalidDataException($"The operator {node.Kind} is not known here."),
    };

    private static float Bound(OnnxTensor[] x, int index, float otherwise) => x.Length > index ? x[index].Singles![0] : otherwise;

    private static OnnxTensor Map(OnnxTensor x, Func<float, float> f) => new(x.Shape, Singles: [.. x.Singles!.Select(f)]);

    private static OnnxTensor Fold(OnnxTensor[] x, Func<float, float, float> f) => x.Skip(1).Aggregate(x[0], (a, b) =>
    {
        int[] shape = Broadcast(a.Shape, b.Shape);
        return new OnnxTensor(shape, Singles: [.. Pairs(a, b, shape).Select(p => f(a.Singles![p.A], b.Singles![p.B]))]);
    });

    private static OnnxTensor Whole(OnnxTensor a, OnnxTensor b, Func<long, long, long> f)
    {
        int[] shape = Broadcast(a.Shape, b.Shape);
        return new OnnxTensor(shape, Integers: [.. Pairs(a, b, shape).Select(p => f(a.Integers![p.A], b.Integers![p.B]))]);
    }

    private static OnnxTensor Where(OnnxTensor condition, OnnxTensor a, OnnxTensor b)
    {
        int[] shape = Broadcast(Broadcast(condition.Shape, a.Shape), b.Shape);
        int[] chosen = [.. Pairs(condition, condition, shape).Select(p => p.A)];
        (int A, int B)[] pairs = [.. Pairs(a, b, shape)];
        return a.Singles is not null
            ? new(shape, Singles: [.. pairs.Select((p, i) => condition.Integers![chosen[i]] != 0 ? a.Singles[p.A] : b.Singles![p.B])])
            : new(shape, Integers: [.. pairs.Select((p, i) => condition.Integers![chosen[i]] != 0 ? a.Integers![p.A] : b.Integers![p.B])]);
    }

    /// <summary>The shape of two together: dimensions of 1, and those that one of them lacks in front, go with any.</summary>
    private static int[] Broadcast(int[] a, int[] b)
    {
        int rank = Math.Max(a.Length, b.Length);
        return [.. Enumerable.Range(0, rank).Select(i =>
        {
            (int m, int n) = (Dimension(a, rank, i), Dimension(b, rank, i));
            return m == n || n == 1 ? m : m == 1 ? n
                : throw new InvalidDataException($"The shapes [{string.Join(", ", a)}] and [{string.Join(", ", b)}] do not go together.");
        })];
    }

    private static int Dimension(int[] shape, int rank, int at) => at < rank - shape.Length ? 1 : shape[at - rank + shape.Length];

    /// <summary>Where the values of each lie that belong to each value of a shape.</summary>
    private static IEnumerable<(int A, int B)> Pairs(OnnxTensor a, OnnxTensor b, int[] shape)
    {
        int count = shape.Aggregate(1, (x, y) => x * y);
        for (int i = 0; i < count; i++)
        {
            int rest = i, ofA = 0, ofB = 0, stepA = 1, stepB = 1;
            for (int d = shape.Length - 1; d >= 0; d--)
            {
                int at = rest % shape[d], m = Dimension(a.Shape, shape.Length, d), n = Dimension(b.Shape, shape.Length, d);
                (ofA, ofB) = (ofA + (m == 1 ? 0 : at * stepA), ofB + (n == 1 ? 0 : at * stepB));
                (rest, stepA, stepB) = (rest / shape[d], stepA * m, stepB * n);
            }

            yield return (ofA, ofB);
        }
    }
}
