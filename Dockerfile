# One image for the web app and the worker (WORKER=1). Deno comes from the npm registry, as in the README.
FROM node:22-bookworm-slim AS build
RUN npm install --global deno@2.9.6
ENV DENO_DIR=/deno-dir
WORKDIR /app
COPY package.json deno.json deno.lock ./
RUN deno install --frozen
COPY . .
RUN deno task build && deno cache --frozen main.ts

FROM node:22-bookworm-slim
RUN npm install --global deno@2.9.6 && mkdir -p /data /logs /candles && chown node:node /data /logs
ENV DENO_DIR=/deno-dir \
    APP_ENV=production \
    HOST=0.0.0.0 \
    PORT=8000 \
    DATA_DIR=/data
WORKDIR /app
COPY --from=build --chown=node:node /deno-dir /deno-dir
COPY --from=build --chown=node:node /app /app
USER node
EXPOSE 8000
VOLUME ["/data"]
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 \
    CMD ["deno", "run", "--allow-net", "--allow-env", "tools/health_check.ts"]
CMD ["deno", "run", "-A", "main.ts"]
