namespace SigProp.MLNet.Tests.Onnx;

internal sealed partial class OnnxInterpreter
{
    // softmax(z) of each row
    private static OnnxTensor SoftMax(OnnxTensor z)
    {
        int rows = z.Shape[0], columns = z.Length / rows;
        float[] p = new float[z.Length];
        for (int i = 0; i < rows; i++)
        {
            Span<float> row = z.Singles.AsSpan(i * columns, columns);
            double largest = row.ToArray().Max(), sum = 0;
            foreach (float value in row)
            {
                sum += Math.Exp(value - largest);
            }

            for (int j = 0; j < columns; j++)
            {
                p[(i * columns) + j] = (float)(Math.Exp(row[j] - largest) / sum);
            }
        }

        return new OnnxTensor(z.Shape, Singles: p);
    }

    // A B^T + C
    private static OnnxTensor Gemm(OnnxOperation node, OnnxTensor[] x)
    {
        if (node.Integer("transB", 0) != 1 || node.Integer("transA", 0) != 0 || x[0].Shape[1] != x[1].Shape[1])
        {
            throw new InvalidDataException($"The product '{node.Name}' of [{string.Join(", ", x[0].Shape)}] and [{string.Join(", ", x[1].Shape)}] is not known here.");
        }

        int rows = x[0].Shape[0], depth = x[0].Shape[1], columns = x[1].Shape[0];
        float[] y = new float[rows * columns];
        for (int i = 0; i < y.Length; i++)
        {
            double sum = x[2].Singles![i % columns];
            for (int k = 0; k < depth; k++)
            {
                sum += x[0].Singles![(i / columns * depth) + k] * (double)x[1].Singles![(i % columns * depth) + k];
            }

            y[i] = (float)sum;
        }

        return new OnnxTensor([rows, columns], Singles: y);
    }

    private static OnnxTensor Convolve(OnnxOperation node, OnnxTensor[] x)
    {
        int[] strides = node.Integers("strides"), pads = node.Integers("pads"), input = x[0].Shape, kernel = x[1].Shape;
        int groups = (int)node.Integer("group", 1), outputs = kernel[0];
        if (!node.Integers("kernel_shape").AsSpan().SequenceEqual(kernel.AsSpan(2)) || kernel[1] * groups != input[1])
        {
            throw new InvalidDataException($"The kernel [{string.Join(", ", kernel)}] does not go with the input [{string.Join(", ", input)}].");
        }

        int height = ((input[2] + pads[0] + pads[2] - kernel[2]) / strides[0]) + 1, width = ((input[3] + pads[1] + pads[3] - kernel[3]) / strides[1]) + 1;
        var y = new OnnxTensor([input[0], outputs, height, width], Singles: new float[input[0] * outputs * height * width]);
        for (int i = 0; i < y.Length; i++)
        {
            int column = i % width, row = i / width % height, channel = i / (width * height) % outputs, n = i / (width * height * outputs);
            double sum = x[2].Singles![channel];
            for (int k = 0; k < kernel[1] * kernel[2] * kernel[3]; k++)
            {
                int from = (channel / (outputs / groups) * kernel[1]) + (k / (kernel[2] * kernel[3]));
                int v = (row * strides[0]) - pads[0] + (k / kernel[3] % kernel[2]), u = (column * strides[1]) - pads[1] + (k % kernel[3]);
                if (v >= 0 && v < input[2] && u >= 0 && u < input[3])
                {
                    sum += x[0].Singles![(((((n * input[1]) + from) * input[2]) + v) * input[3]) + u]
                        * (double)x[1].Singles![(channel * kernel[1] * kernel[2] * kernel[3]) + k];
                }
            }

            y.Singles![i] = (float)sum;
        }

        return y;
    }

    private static OnnxTensor Pool(OnnxOperation node, OnnxTensor x, bool isMax)
    {
        int[] window = node.Integers("kernel_shape"), strides = node.Integers("strides"), input = x.Shape;
        int height = ((input[2] - window[0]) / strides[0]) + 1, width = ((input[3] - window[1]) / strides[1]) + 1;
        var y = new OnnxTensor([input[0], input[1], height, width], Singles: new float[input[0] * input[1] * height * width]);
        for (int i = 0; i < y.Length; i++)
        {
            int column = i % width * strides[1], row = i / width % height * strides[0], plane = i / (width * height) * input[2] * input[3];
            IEnumerable<float> values = Enumerable.Range(0, window[0] * window[1])
                .Select(k => x.Singles![plane + ((row + (k / window[1])) * input[3]) + column + (k % window[1])]);
            y.Singles![i] = isMax ? values.Max() : values.Average();
        }

        return y;
    }

    // scale (x - mean) / sqrt(variance + epsilon) + shift, of each channel
    private static OnnxTensor Normalize(OnnxOperation node, OnnxTensor[] x)
    {
        double epsilon = node.Single("epsilon", 1e-5f);
        int channels = x[0].Shape[1], positions = x[0].Length / (x[0].Shape[0] * channels);
        return new OnnxTensor(x[0].Shape, Singles: [.. x[0].Singles!.Select((value, i) =>
        {
            int c = i / positions % channels;
            return (float)((x[1].Singles![c] * (value - (double)x[3].Singles![c]) / Math.Sqrt(x[4].Singles![c] + epsilon)) + x[2].Singles![c]);
        })]);
    }

    /// <summary>Means over all dimensions but the first two.</summary>
    private static OnnxTensor ReduceMean(OnnxOperation node, OnnxTensor x)
    {
        if (!node.Integers("axes").SequenceEqual([2, 3]) || node.Integer("keepdims", 1) != 0)
        {
            throw new InvalidDataException("Only means over space are known here.");
        }

        return new OnnxTensor(x.Shape[..2], Singles: [.. x.Singles!.Chunk(x.Shape[2] * x.Shape[3]).Select(plane => plane.Average())]);
    }

    private static OnnxTensor Reshape(OnnxTensor x, OnnxTensor to)
    {
        int known = (int)to.Integers!.Where(d => d != -1).Aggregate(1L, (a, b) => a * b);
        int[] shape = [.. to.Integers!.Select(d => d == -1 ? x.Length / known : (int)d)];
        return shape.Aggregate(1, (a, b) => a * b) == x.Length ? x.Reshape(shape)
            : throw new InvalidDataException($"[{string.Join(", ", x.Shape)}] cannot become [{string.Join(", ", to.Integers!)}].");
    }

    /// <summary>Columns of a matrix.</summary>
    private static OnnxTensor Gather(OnnxOperation node, OnnxTensor x, OnnxTensor columns)
    {
        if (node.Integer("axis", 0) != 1 || x.Shape.Length != 2)
        {
            throw new InvalidDataException("Only columns of matrices are gathered here.");
        }

        return new OnnxTensor(
            [x.Shape[0], columns.Length], Singles: [.. x.Singles!.Chunk(x.Shape[1]).SelectMany(row => columns.Integers!.Select(c => row[c]))]);
    }

    private static OnnxTensor ArgMax(OnnxOperation node, OnnxTensor x)
    {
        if (node.Integer("axis", 0) != 1 || node.Integer("keepdims", 1) != 1)
        {
            throw new InvalidDataException("Only the largest of each row is sought here.");
        }

        return new OnnxTensor([x.Shape[0], 1], Integers: [.. x.Singles!.Chunk(x.Shape[1]).Select(row => (long)Array.IndexOf(row, row.Max()))]);
    }

    /// <summary>The largest of each row, and where they are.</summary>
    private static OnnxTensor[] TopK(OnnxTensor x, int count)
    {
        int[][] order = [.. x.Singles!.Chunk(x.Shape[1]).Select(row => Enumerable.Range(0, row.Length).OrderByDescending(j => row[j]).Take(count).ToArray())];
        int[] shape = [x.Shape[0], count];
        return
        [
            new(shape, Singles: [.. order.SelectMany((row, i) => row.Select(j => x.Singles![(i * x.Shape[1]) + j]))]),
            new(shape, Integers: [.. order.SelectMany(row => row.Select(j => (long)j))]),
        ];
    }
}
