# One image for the web app and the worker (WORKER=1). Deno comes from the npm registry, as in the README.
FROM node:22.20.0-bookworm-slim AS deno
RUN npm install --global deno@2.9.6
WORKDIR /app
# What tools/install.ts reads: with the same packages this and what follows come from Docker's cache.
COPY package.json deno.json deno.lock vite.config.ts ./
COPY tools/ tools/
COPY tests/source_tree.ts tests/

FROM deno AS build
RUN deno run -A tools/install.ts
COPY . .
RUN deno run -A tools/build.ts

FROM deno AS packages
RUN deno run -A tools/install.ts --production

FROM node:22.20.0-bookworm-slim
RUN npm install --global deno@2.9.6 && \
    mkdir -p /app /data /logs /candles /deno-dir && chown node:node /app /data /logs /deno-dir
ENV DENO_DIR=/deno-dir \
    APP_ENV=production \
    HOST=0.0.0.0 \
    PORT=8000 \
    DATA_DIR=/data
WORKDIR /app
COPY --chown=node:node . .
COPY --from=packages --chown=node:node /app/node_modules node_modules
COPY --from=build --chown=node:node /app/dist dist
USER node
# Translated once, not at every start of a container.
RUN deno cache main.ts tools/permissions.ts tools/health_check.ts
EXPOSE 8000
VOLUME ["/data"]
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 \
    CMD ["deno", "run", "--allow-net=127.0.0.1", "--allow-env=PORT", "tools/health_check.ts"]
# What the settings ask for, and no more (tools/permissions.ts).
CMD ["sh", "-c", "exec deno run $(deno run -A tools/permissions.ts app) main.ts"]
